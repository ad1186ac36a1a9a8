# SPDX-License-Identifier: MIT
"""A mail server on this machine that keeps what it is given; the same one for both programs."""
import socket

from aiosmtpd.controller import Controller


class MailServer:
    def __init__(self):
        self.mails = []  # (address, bytes)

    async def handle_DATA(self, _server, _session, envelope):
        for address in envelope.rcpt_tos:
            self.mails.append((address, envelope.content))
        return "250 2.0.0 kept"

    def __enter__(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.controller = Controller(self, hostname="127.0.0.1", port=port)
        self.controller.start()
        self.port = port
        return self

    def __exit__(self, *_):
        self.controller.stop()

    def take(self):
        mails, self.mails = self.mails, []
        return mails
