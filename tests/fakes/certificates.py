"""Certificates made with openssl: good, expired, and as chains that leave out their issuers."""

from __future__ import annotations

import shutil
import ssl
import subprocess
import warnings
from dataclasses import dataclass
from pathlib import Path

import pytest

needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="makes certificates with openssl")


@dataclass(frozen=True)
class Certificate:
    file: Path
    key: Path


def certify(folder: Path, name: str) -> Certificate:
    made = Certificate(folder / f"{name}.pem", folder / f"{name}.key")
    command = ["openssl", "req", "-x509", "-nodes", "-days", "2"]
    command += ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
    command += ["-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}"]
    command += ["-keyout", str(made.key), "-out", str(made.file)]
    subprocess.run(command, check=True, capture_output=True)
    return made


def expire(certificate: Certificate) -> None:
    """Sign it again, with an end before its beginning."""
    command = ["openssl", "x509", "-in", str(certificate.file), "-signkey", str(certificate.key)]
    command += ["-days", "-1", "-out", str(certificate.file)]
    subprocess.run(command, check=True, capture_output=True)


def presenting(certificate: Certificate) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate.file, certificate.key)
    return context


def limit_to_tls_1_1(context: ssl.SSLContext) -> None:
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1


def chain(folder: Path) -> tuple[Certificate, Path]:
    """A leaf whose issuer is none of the roots, and a file with both issuers, which the server leaves out."""
    root = certify(folder, "root")
    middle = signed(folder, "middle", root, "basicConstraints=critical,CA:TRUE")
    leaf = signed(folder, "a.example", middle, "subjectAltName=DNS:a.example")
    installed = folder / "installed.pem"
    installed.write_text(root.file.read_text() + middle.file.read_text())
    return leaf, installed


def signed(folder: Path, name: str, issuer: Certificate, extension: str) -> Certificate:
    made, request, config = Certificate(folder / f"{name}.pem", folder / f"{name}.key"), folder / "csr", folder / "ext"
    config.write_text(extension)
    command = ["openssl", "req", "-nodes", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
    command += ["-subj", f"/CN={name}", "-keyout", str(made.key), "-out", str(request)]
    subprocess.run(command, check=True, capture_output=True)
    command = ["openssl", "x509", "-req", "-in", str(request), "-CA", str(issuer.file), "-CAkey", str(issuer.key)]
    command += ["-CAcreateserial", "-days", "2", "-extfile", str(config), "-out", str(made.file)]
    subprocess.run(command, check=True, capture_output=True)
    return made
