"""Every word a person reads. Pure: values in, Telegram HTML out; en, zh-Hant and ja."""
