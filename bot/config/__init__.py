"""config.yaml, the environment and .env -> one frozen ``Config``; reports every mistake at once.

Nothing else reads the file or the environment. ``loading.load`` is the entry point; the service is built from
``settings.Config``. ``health`` starts every few seconds and needs ``document`` alone, which imports no pydantic.
"""
