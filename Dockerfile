# Built with: docker build -t balloon-exporter .
# Run with libvirt's sockets of the host, as a user that the host knows (libvirtd looks the number up), and in its PID and control group namespaces, so that the
# guests' processes are seen:
#   docker run --pid=host --cgroupns=host --user $(id -u balloon-exporter) -v /run/libvirt:/run/libvirt -p 10177:10177 balloon-exporter
# To act it needs folders that its user may write, for its state and for the lock that keeps a second one on this host from acting:
#   -v balloon-exporter:/var/lib/balloon-exporter -v /run/balloon-exporter:/run/balloon-exporter
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
RUN apt-get update \
 && apt-get install -y --no-install-recommends clang zlib1g-dev \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
RUN dotnet publish src/BalloonExporter -c Release -o /out

# The SDK image decides which C library the binary asks for: this one must not be older.
FROM debian:13-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends libvirt0 libssl3 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --no-create-home --shell /usr/sbin/nologin balloon-exporter \
 && install -d -m 0750 -o balloon-exporter -g balloon-exporter /var/lib/balloon-exporter
COPY --from=build /out/balloon-exporter /usr/bin/balloon-exporter
# By this it knows that it may be a user that the host does not know: it then ends at once, and says what to do.
ENV container=oci
# Never root. Which other user is for whoever runs it to say.
USER balloon-exporter
EXPOSE 10177
# For the default address without TLS; with another one give a check of your own (--health-cmd).
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s CMD ["/bin/bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/10177 && printf 'GET /-/healthy HTTP/1.0\\r\\n\\r\\n' >&3 && read -r answer <&3 && [[ $answer == *' 200 '* ]]"]
ENTRYPOINT ["/usr/bin/balloon-exporter"]
