# docker build -t docket . ; the image holds server binaries too, so `docket dev` works without a database beside it.
FROM golang:1.26-trixie AS build
WORKDIR /src
COPY tools/setup.sh tools/setup.sh
COPY tools/models tools/models
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends python3 python3-pip maven && tools/models/install.sh /models
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN go build -trimpath -o /docket ./cmd/docket

FROM debian:trixie-slim
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends postgresql postgresql-17-pgvector poppler-utils \
      libheif-examples libheif-plugin-libde265 libheif-plugin-dav1d tesseract-ocr tesseract-ocr-eng tesseract-ocr-deu tesseract-ocr-fra ca-certificates && rm -rf /var/lib/apt/lists/*
COPY --from=build /docket /opt/docket/bin/docket
COPY --from=build /models /opt/docket/models
ENV DOCKET_ADDR=0.0.0.0:8080 DOCKET_DATA_DIR=/var/lib/docket
VOLUME /var/lib/docket
EXPOSE 8080
ENTRYPOINT ["/opt/docket/bin/docket"]
CMD ["dev"]
