# SPDX-License-Identifier: MIT
"""Reads a mail from standard input with Python's email package and prints what it found as JSON.

An independent reader: what it understands, a customer's mail program will understand, too.
"""

import base64
import email
import email.policy
import json
import sys


def shape(part):
    if part.is_multipart():
        return [part.get_content_type()] + [shape(child) for child in part.iter_parts()]
    return part.get_content_type()


def address(header):
    return [[one.display_name, one.addr_spec] for one in header.addresses] if header else []


message = email.message_from_binary_file(sys.stdin.buffer, policy=email.policy.default)
found = {
    "subject": message["Subject"],
    "from": address(message["From"]),
    "to": address(message["To"]),
    "reply_to": address(message["Reply-To"]),
    "date": message["Date"].datetime.isoformat(),
    "message_id": message["Message-ID"],
    "auto_submitted": message["Auto-Submitted"],
    "mime_version": message["MIME-Version"],
    "headers": sorted(name.lower() for name in message.keys()),
    "shape": shape(message),
    "defects": [str(defect) for part in message.walk() for defect in part.defects],
    "parts": [
        {
            "type": part.get_content_type(),
            "charset": part.get_content_charset(),
            "disposition": part.get_content_disposition(),
            "file_name": part.get_filename(),
            "content_id": part["Content-ID"],
            "bytes": base64.b64encode(part.get_payload(decode=True)).decode("ascii"),
        }
        for part in message.walk()
        if not part.is_multipart()
    ],
}
json.dump(found, sys.stdout)
