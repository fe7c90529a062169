#!/usr/bin/python3
"""Writes the bill of materials (CycloneDX 1.5, JSON) of the binary: what Native AOT links into it, and what it loads while it runs.

Usage: packaging/sbom.py VERSION BINARY > FILE

The packages are those of the exporter's lock file without the ones that only take part in the build; the runtime packs those that its restore
has fetched (artifacts/obj/BalloonExporter/project.assets.json). Equal contents give equal bytes: no time, and a serial number made of the contents."""
import base64
import hashlib
import json
import platform
import re
import sys
import uuid
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RID = {'x86_64': 'linux-x64', 'aarch64': 'linux-arm64'}[platform.machine()]
# Compilers and analyzers: they make the binary and are not in it.
BUILD_ONLY = re.compile(r'^(Microsoft\.CodeAnalysis\.|Microsoft\.DotNet\.ILCompiler$|Microsoft\.NET\.ILLink\.|runtime\..*ILCompiler$)', re.IGNORECASE)
# Found by the dynamic loader: their versions are the host's.
LOADED = ['libvirt.so.0', 'libssl.so.3', 'libcrypto.so.3', 'libz.so.1', 'libc.so.6']


def package(name, version, sha512=None):
    entry = {'type': 'library', 'bom-ref': f'pkg:nuget/{name}@{version}', 'name': name, 'version': version, 'purl': f'pkg:nuget/{name}@{version}'}
    if sha512:
        entry['hashes'] = [{'alg': 'SHA-512', 'content': base64.b64decode(sha512).hex()}]
    return entry


def packages():
    for frameworks in json.loads((ROOT / 'src/BalloonExporter/packages.lock.json').read_text())['dependencies'].values():
        for name, found in frameworks.items():
            if found['type'] != 'Project' and not BUILD_ONLY.match(name):
                yield package(name, found['resolved'], found.get('contentHash'))


def runtime_packs():
    assets = json.loads((ROOT / 'artifacts/obj/BalloonExporter/project.assets.json').read_text())
    for framework in assets['project']['frameworks'].values():
        for pack in framework.get('downloadDependencies', []):
            if re.fullmatch(rf'Microsoft\.(AspNetCore\.App|NETCore\.App\.Runtime\.NativeAOT).*\.{RID}', pack['name']):
                yield package(pack['name'], re.match(r'\[([^,\]]+)', pack['version']).group(1))


version, binary = sys.argv[1:]
libraries = {entry['bom-ref']: entry for entry in [*packages(), *runtime_packs()]}
loaded = [{'type': 'library', 'bom-ref': f'file:{name}', 'name': name, 'scope': 'optional', 'description': 'of the host, loaded while it runs'} for name in LOADED]
components = [*(libraries[key] for key in sorted(libraries)), *loaded]
program = {
    'type': 'application', 'bom-ref': f'balloon-exporter@{version}', 'name': 'balloon-exporter', 'version': version, 'licenses': [{'license': {'id': 'Apache-2.0'}}],
    'hashes': [{'alg': 'SHA-256', 'content': hashlib.sha256(Path(binary).read_bytes()).hexdigest()}],
}
contents = json.dumps([program, components], sort_keys=True)
bill = {
    'bomFormat': 'CycloneDX', 'specVersion': '1.5', 'serialNumber': f'urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, contents)}', 'version': 1,
    'metadata': {'component': program}, 'components': components,
    'dependencies': [{'ref': program['bom-ref'], 'dependsOn': [entry['bom-ref'] for entry in components]}],
}
print(json.dumps(bill, indent=2))
