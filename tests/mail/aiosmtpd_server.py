# SPDX-License-Identifier: MIT
"""An independent mail server (aiosmtpd) on this machine, for test_mail.

Usage: aiosmtpd_server.py FOLDER starttls|tls
FOLDER holds server.pem (certificate and key); each letter becomes a file letter-N.eml in it. Takes
the user and password in AFPUNT_TEST_USER and AFPUNT_TEST_PASSWORD. Says its port, ends with its
standard input.
"""
import os
import socket
import ssl
import sys
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword


class Keeper:
    def __init__(self, folder):
        self.folder = folder
        self.count = 0

    async def handle_DATA(self, server, session, envelope):
        self.count += 1
        unfinished = self.folder / "unfinished"
        unfinished.write_bytes(envelope.content)
        (self.folder / f"envelope-{self.count}").write_text(
            f"{envelope.mail_from} {' '.join(envelope.rcpt_tos)}")
        unfinished.rename(self.folder / f"letter-{self.count}.eml")
        return "250 2.0.0 kept"


def authenticate(server, session, envelope, mechanism, data):
    wanted = (os.environ["AFPUNT_TEST_USER"].encode(), os.environ["AFPUNT_TEST_PASSWORD"].encode())
    is_right = isinstance(data, LoginPassword) and (data.login, data.password) == wanted
    return AuthResult(success=is_right, handled=is_right)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def main():
    folder, way = Path(sys.argv[1]), sys.argv[2]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem")
    common = {"hostname": "127.0.0.1", "port": free_port(), "authenticator": authenticate,
              "auth_required": True, "enable_SMTPUTF8": True}
    if way == "tls":
        # The server itself does not see that its connection is encrypted.
        controller = Controller(Keeper(folder), ssl_context=context, auth_require_tls=False,
                                **common)
    else:
        controller = Controller(Keeper(folder), tls_context=context, require_starttls=True,
                                auth_require_tls=True, **common)
    controller.start()
    print(controller.port, flush=True)
    sys.stdin.read()
    controller.stop()


if __name__ == "__main__":
    main()
