#!/bin/bash
# Builds the lab's guest: Debian's cloud kernel as it is, and an initramfs of busybox, some modules and our init.
# Usage: build-image.sh CACHE_FOLDER; prints the folder that holds vmlinuz and initrd. No root, nothing installed; the second run only looks.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cache=$1
modules="virtio_ring virtio virtio_pci_modern_dev virtio_pci_legacy_dev virtio_pci virtio_blk virtio_mem virtio_balloon evdev button"

busybox=$(command -v busybox) || { echo "busybox is missing: tests/packages.sh lab" >&2; exit 1; }
command -v cpio >/dev/null || { echo "cpio is missing: tests/packages.sh lab" >&2; exit 1; }

# The metapackage names the kernel of today. Asking apt takes half a second: a cached image is used as it is for a day.
recipe=$(cat "$here/init" "$here/build-image.sh" "$busybox" | sha256sum | cut -c1-12)
recent=$(find "$cache" -maxdepth 2 -path "*-$recipe/initrd" -mtime -1 2>/dev/null | sort | tail -n 1 || true)
if [ -n "$recent" ]; then dirname "$recent"; exit 0; fi

package=$(apt-cache depends --important linux-image-cloud-amd64 2>/dev/null | sed -n 's/^ *Depends: //p' | head -n 1)
version=$(apt-cache policy "${package:-none}" 2>/dev/null | sed -n 's/^ *Candidate: //p')
kept=$(find "$cache" -maxdepth 2 -path "*-$recipe/initrd" 2>/dev/null | sort | tail -n 1 || true)
if [ -z "$version" ] || [ "$version" = "(none)" ]; then
  # Package lists are gone or the machine is offline: an older kernel is as good for a test.
  if [ -n "$kept" ]; then dirname "$kept"; exit 0; fi
  echo "apt knows no linux-image-cloud-amd64: run apt-get update (tests/packages.sh lab does)" >&2
  exit 1
fi

image="$cache/$package-$version-$recipe"
if [ -e "$image/initrd" ]; then touch "$image/initrd"; echo "$image"; exit 0; fi

mkdir -p "$cache"
work=$(mktemp -d "$cache/build.XXXXXX")
trap 'rm -rf "$work"' EXIT
(cd "$work" && apt-get download -qq "$package" >"$work/apt.log" 2>&1) || { cat "$work/apt.log" >&2; exit 1; }
dpkg -x "$work"/*.deb "$work/package"

root="$work/root"
mkdir -p "$root/bin" "$root/modules" "$work/image"
cp "$busybox" "$root/bin/busybox"
cp "$here/init" "$root/init"
chmod 755 "$root/init" "$root/bin/busybox"
for module in $modules; do
  # Older packages have plain modules, newer ones compressed ones; some are part of the kernel.
  found=$(find "$work/package" -name "$module.ko" -o -name "$module.ko.xz" | head -n 1)
  case "$found" in
    *.xz) xz -dc "$found" > "$root/modules/$module.ko" ;;
    *.ko) cp "$found" "$root/modules/" ;;
    *) find "$work/package" -name modules.builtin -exec cat {} + | grep -q "/$module\.ko$" || { echo "the package $package holds no module $module" >&2; exit 1; } ;;
  esac
done
(cd "$root" && find . | cpio --quiet -o -H newc -R 0:0 | gzip -1) > "$work/image/initrd"
cp "$work"/package/boot/vmlinuz-* "$work/image/vmlinuz"
chmod 644 "$work/image/vmlinuz" "$work/image/initrd"
chmod 755 "$work/image"
# One rename: a build that is cut short leaves no half image, and two builds at once do no harm.
mv -T "$work/image" "$image" 2>/dev/null || [ -e "$image/initrd" ]
echo "$image"
