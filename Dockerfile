# The image of Tradewatch: docker build -t tradewatch .   (buildah: build --format docker, which keeps HEALTHCHECK)
# Behind a mirror: --build-arg PIP_INDEX_URL=…; a proxy's HTTPS_PROXY is passed in the same way.

FROM python:3.13-slim-bookworm AS base
ENV PATH=/opt/venv/bin:$PATH

FROM base AS build
ARG PIP_INDEX_URL
ARG PIP_EXTRA_INDEX_URL
ARG PIP_TRUSTED_HOST
ARG PIP_DEFAULT_TIMEOUT
WORKDIR /app
COPY requirements.txt .
# pip is among the requirements because sqlite-utils names it, for a command that nothing here uses.
RUN python -m venv --without-pip /opt/venv \
 && /usr/local/bin/pip --python /opt/venv/bin/python --disable-pip-version-check \
        install --no-cache-dir --no-compile --require-hashes -r requirements.txt \
 && /usr/local/bin/pip --python /opt/venv/bin/python uninstall --yes pip \
 && rm requirements.txt
# Babel has 1,000 locales in 30 MB; the bot speaks three languages.
RUN find /opt/venv/lib -path "*/babel/locale-data/*.dat" \
        ! -name "root.dat" ! -name "en*.dat" ! -name "zh*.dat" ! -name "ja*.dat" -delete
COPY LICENSE NOTICE config.yaml pyproject.toml ./
COPY LICENSES LICENSES
COPY watchers watchers
COPY bot bot
# Compiled here, as the service cannot write beside its code; by hash, as a copy may change a file's time.
RUN python -m compileall -q --invalidation-mode unchecked-hash /opt/venv/lib /app

# For the pictures of /trends: one weight of Noto Sans CJK, with all of its regional forms, and its license.
FROM base AS fonts
RUN apt-get update \
 && apt-get install --yes --no-install-recommends fonts-noto-cjk \
 && install -D -m 0644 -t /fonts /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc \
 && install -D -m 0644 /usr/share/doc/fonts-noto-cjk/copyright /fonts/NotoSansCJK.copyright

FROM base
ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PTB_TIMEDELTA=1
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /app --shell /usr/sbin/nologin tradewatch \
 && install -d -o 10001 -g 10001 -m 0700 /app/data
COPY --from=fonts /fonts /usr/share/fonts/opentype/noto
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
WORKDIR /app
VOLUME /app/data
USER 10001:10001
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 CMD ["python", "-m", "bot", "health"]
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
