# Builds the Native AOT binary and puts it on a slim Debian with libvirt's client library.
#   docker run --rm -p 10177:10177 -v /run/libvirt/libvirt-sock-ro:/run/libvirt/libvirt-sock-ro balloon-exporter
# Mount the folder instead of the socket if the daemon may be restarted: a mounted socket stays the old one.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
RUN apt-get update && apt-get install -y --no-install-recommends clang zlib1g-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
RUN dotnet publish src/BalloonExporter -c Release -o /out

FROM debian:12-slim
RUN apt-get update && apt-get install -y --no-install-recommends libvirt0 && rm -rf /var/lib/apt/lists/* \
    && useradd --system --no-create-home balloon-exporter
COPY --from=build /out/balloon-exporter /usr/bin/balloon-exporter
USER balloon-exporter
EXPOSE 10177
ENTRYPOINT ["/usr/bin/balloon-exporter"]
