# docker build -t docaudit . && docker run --rm --network none -v "$PWD/材料:/papers:ro" -v "$PWD/out:/out" docaudit audit /papers -o /out/底稿.xlsx
FROM python:3.12-slim

RUN apt-get update \
    && apt-get install -y --no-install-recommends \
       libreoffice-writer-nogui libreoffice-calc-nogui fonts-noto-cjk libgl1 libglib2.0-0 \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN pip install --no-cache-dir -c constraints.txt ".[ocr,ui,postgres]" && rm -rf /src/* \
    && useradd --create-home auditor
USER auditor
WORKDIR /out
ENTRYPOINT ["docaudit"]
CMD ["--help"]
