"""Every text that a person reads. Pure: values in, Telegram HTML out; in en, zh-Hant and ja.

In all modules, ``t`` is the ``Translator`` of the reader's language.
"""
