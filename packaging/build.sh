#!/bin/bash
# Everything that is released, in one command: packaging/build.sh --help
set -Eeuo pipefail
cd "$(dirname "$0")/.."

usage() {
  cat <<'USAGE'
Usage: packaging/build.sh [--binary FILE] [--version VERSION] [--output FOLDER] [--home-made-bases] [PART...]

Parts, all of them by default; what they make is in artifacts/packages, with SHA-256 sums:
  binary   the Native AOT binary. Equal commits give equal bytes, in whatever folder
  sbom     what the binary is made of (CycloneDX)
  tar      archive with binary, rules, dashboards, documents and examples
  deb      balloon-exporter and balloon-exporter-monitoring, checked by lintian: errors and warnings fail
  rpm      the same for RPM distributions, checked by rpmlint
  image    the image of the Dockerfile, as an archive that docker load and podman load take

  --binary FILE       packs this binary instead of building one
  --version VERSION   instead of that in Directory.Build.props: for tests of an upgrade
  --output FOLDER     instead of artifacts/packages
  --home-made-bases   makes images with the names of the Dockerfile's bases, where no registry can be reached

deb and rpm are built in a Debian 13 of their own (packaging/tree.sh), so it does not matter which Debian this is. Needs Debian, root, and what
tests/packages.sh packaging installs. Exit code 0: all was built and nothing was found.
USAGE
}

binary='' version='' bases=no output=artifacts/packages parts=()
while [ $# -gt 0 ]; do
  case "$1" in
    -h | --help) usage; exit 0 ;;
    --binary | --version | --output)
      if [ -z "${2:-}" ]; then echo "$1 needs a value" >&2; exit 2; fi
      declare "${1#--}=$2"
      shift
      ;;
    --home-made-bases) bases=yes ;;
    binary | sbom | tar | deb | rpm | image) parts+=("$1") ;;
    *) echo "unknown part or option: $1" >&2; usage >&2; exit 2 ;;
  esac
  shift
done
if [ ${#parts[@]} -eq 0 ]; then parts=(binary sbom tar deb rpm image); fi

version=${version:-$(sed -n 's|.*<Version>\(.*\)</Version>.*|\1|p' Directory.Build.props)}
# Files carry the time of the commit, so that two builds of it are equal.
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
architecture=$(dpkg --print-architecture)
work=$PWD/artifacts/packaging
output=$(mkdir -p "$output" && cd "$output" && pwd)
mkdir -p "$work"
said=$work/log
trap 'echo "the last lines of $said:" >&2; tail -n 40 "$said" >&2' ERR

step() { printf '== %4d s  %s\n' "$SECONDS" "$1"; }

part_binary() {
  if [ -n "$binary" ]; then return; fi
  step "binary"
  # CI: paths of this machine stay out of it. Linked anew: the linker's switches are no input of the last build.
  rm -rf "$work/publish" artifacts/obj/BalloonExporter/release/native
  CI=true dotnet publish src/BalloonExporter -c Release -o "$work/publish" -p:RunAnalyzers=false > "$said" 2>&1
}

# stage: all files of both packages, where they will lie.
stage() {
  local doc=usr/share/doc/balloon-exporter file
  local exporter=$work/stage/exporter monitoring=$work/stage/monitoring
  binary=${binary:-$work/publish/balloon-exporter}
  if [ ! -x "$binary" ]; then echo "$binary is missing: build.sh binary" >&2; exit 1; fi
  rm -rf "$work/stage"
  install -D -m 755 "$binary" "$exporter/usr/bin/balloon-exporter"
  install -d "$exporter/etc/balloon-exporter" "$exporter/usr/share/man/man1" "$exporter/usr/share/bash-completion/completions" "$exporter/usr/share/zsh/vendor-completions"
  install -D -m 644 deploy/systemd/balloon-exporter.default "$exporter/etc/default/balloon-exporter"
  "$binary" --help-man > "$exporter/usr/share/man/man1/balloon-exporter.1"
  "$binary" --completion-script=bash > "$exporter/usr/share/bash-completion/completions/balloon-exporter"
  "$binary" --completion-script=zsh > "$exporter/usr/share/zsh/vendor-completions/_balloon-exporter"
  install -d "$exporter/$doc/docs" "$exporter/$doc/examples"
  # Beside the packages' own changelogs, not taken for one.
  cp docs/*.md CHANGELOG.md "$exporter/$doc/docs/"
  cp README.md SECURITY.md "$exporter/$doc/"
  cp deploy/api-keys.yml deploy/systemd/50-balloon-exporter.rules "$exporter/$doc/examples/"
  install -D -m 755 deploy/libvirt/hooks/qemu "$exporter/$doc/examples/libvirt-hook-qemu"
  if [ -f "$output/balloon-exporter-$version.cdx.json" ]; then cp "$output/balloon-exporter-$version.cdx.json" "$exporter/$doc/sbom.cdx.json"; fi

  # The rules of the binary itself, so that "rules export" gives the same.
  "$binary" rules export --out "$work/stage/rules" > /dev/null
  install -d "$monitoring/usr/share/balloon-exporter/rules" "$monitoring/usr/share/balloon-exporter/dashboards" "$monitoring/$doc/runbooks" "$monitoring/$doc-monitoring/examples"
  cp "$work"/stage/rules/*.rules.yml "$monitoring/usr/share/balloon-exporter/rules/"
  cp "$work"/stage/rules/runbooks/*.md "$monitoring/$doc/runbooks/"
  cp dashboards/*.json "$monitoring/usr/share/balloon-exporter/dashboards/"
  cp -r deploy/prometheus.yml deploy/grafana/provisioning deploy/kubernetes alerts/alertmanager/*.yml "$monitoring/$doc-monitoring/examples/"
  rm -rf "$work/stage/rules"
  chmod -R u=rwX,go=rX "$work/stage"
}

# tools: a Debian 13 with what makes packages.
tools() { packaging/tree.sh trixie packaging build-essential debhelper fakeroot lintian man-db rpm rpmlint zsh; }

# in_tools NAME COMMAND...: runs it in a copy of a folder of that Debian, always under the same path.
in_tools() {
  local name=$1 tree
  shift
  tree=$(tools)
  rm -rf "$tree/build" && mkdir "$tree/build" && cp -a "$work/$name/." "$tree/build/"
  chroot "$tree" env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 SOURCE_DATE_EPOCH="$SOURCE_DATE_EPOCH" sh -c "cd /build/source && $*" > "$said" 2>&1
}

part_sbom() {
  step "sbom"
  if [ ! -f artifacts/obj/BalloonExporter/project.assets.json ]; then dotnet restore src/BalloonExporter --locked-mode > "$said" 2>&1; fi
  packaging/sbom.py "$version" "${binary:-$work/publish/balloon-exporter}" > "$output/balloon-exporter-$version.cdx.json"
}

part_tar() {
  step "tar"
  BINARY=${binary:-$work/publish/balloon-exporter} VERSION=$version .ci/archive "$output" > "$said"
}

part_deb() {
  step "deb"
  stage
  local source=$work/deb/source
  rm -rf "$work/deb" && mkdir -p "$source"
  cp -a packaging/debian "$work/stage" "$source/"
  for file in service socket sysusers; do cp "deploy/systemd/balloon-exporter.$file" "$source/debian/"; done
  cat > "$source/debian/changelog" <<CHANGELOG
balloon-exporter ($version) unstable; urgency=medium

  * Version $version. What is new:
    /usr/share/doc/balloon-exporter/docs/CHANGELOG.md.gz

 -- $(sed -n 's/^Maintainer: //p' packaging/debian/control)  $(date -u -R -d "@$SOURCE_DATE_EPOCH")
CHANGELOG
  in_tools deb 'zsh -n stage/exporter/usr/share/zsh/vendor-completions/_balloon-exporter && dpkg-buildpackage -b -us -uc && lintian --fail-on error,warning --info ../*.changes'
  cp "$(tools)"/build/*.deb "$output/"
}

part_rpm() {
  step "rpm"
  stage
  local source=$work/rpm/source
  rm -rf "$work/rpm" && mkdir -p "$source"
  cp -a packaging/rpm/. "$work/stage" "$source/"
  for file in service socket; do install -D -m 644 "deploy/systemd/balloon-exporter.$file" "$source/stage/exporter/usr/lib/systemd/system/balloon-exporter.$file"; done
  install -D -m 644 deploy/systemd/balloon-exporter.sysusers "$source/stage/exporter/usr/lib/sysusers.d/balloon-exporter.conf"
  install -D -m 644 LICENSE "$source/stage/exporter/usr/share/licenses/balloon-exporter/LICENSE"
  install -D -m 644 LICENSE "$source/stage/monitoring/usr/share/licenses/balloon-exporter-monitoring/LICENSE"
  mv "$source/stage/exporter/usr/share/zsh/vendor-completions" "$source/stage/exporter/usr/share/zsh/site-functions"
  gzip -9n "$source/stage/exporter/usr/share/man/man1/balloon-exporter.1"
  { cat packaging/rpm/balloon-exporter.spec
    echo "* $(LC_ALL=C date -u -d "@$SOURCE_DATE_EPOCH" '+%a %b %d %Y') $(sed -n 's/^Maintainer: //p' packaging/debian/control) - $version-1"
    echo "- Version $version. What is new: /usr/share/doc/balloon-exporter/docs/CHANGELOG.md"
  } > "$source/balloon-exporter.spec"
  in_tools rpm "rpmbuild -bb --define '_topdir /build/rpm' --define 'stage /build/source/stage' --define 'the_version $version' balloon-exporter.spec && rpmlint --strict -c rpmlint.toml ../rpm/RPMS/*/*.rpm"
  cp "$(tools)"/build/rpm/RPMS/*/*.rpm "$output/"
}

part_image() {
  step "image"
  local archive=$output/balloon-exporter-$version.$architecture.image.tar
  # The format that knows health checks.
  local arguments=(--format docker --timestamp "$SOURCE_DATE_EPOCH" --tag "balloon-exporter:$version" --network host --isolation chroot)
  if [ "$bases" = yes ]; then
    packaging/home-made-bases.sh ${binary:+--runtime} > "$said" 2>&1
    # Who signs for the package feeds is known to this machine only.
    arguments+=(--pull-never --volume /etc/ssl/certs:/etc/ssl/certs:ro)
  fi
  local context=.
  if [ -n "$binary" ]; then
    # The same image, but for where the binary comes from.
    context=$work/image
    rm -rf "$context" && mkdir "$context"
    cp "$binary" "$context/balloon-exporter"
    sed '/ AS build$/,/^RUN dotnet publish /c\FROM scratch AS build\nCOPY balloon-exporter /out/balloon-exporter' Dockerfile > "$context/Dockerfile"
  fi
  buildah bud "${arguments[@]}" "$context" > "$said" 2>&1
  rm -f "$archive"
  buildah push --quiet "balloon-exporter:$version" "docker-archive:$archive:balloon-exporter:$version"
}

for part in "${parts[@]}"; do "part_$part"; done
(cd "$output" && find . -maxdepth 1 -type f ! -name sha256sums.txt ! -name notes.md -printf '%P\n' | sort | xargs -r sha256sum > sha256sums.txt)
step "done"
cat "$output/sha256sums.txt"
