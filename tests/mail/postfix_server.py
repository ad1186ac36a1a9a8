# SPDX-License-Identifier: MIT
"""Postfix on a port of this machine with everything in one folder, for test_mail.

Usage: postfix_server.py FOLDER
FOLDER holds server.pem (certificate and key). Wants STARTTLS and a login: the user and password in
AFPUNT_TEST_USER and AFPUNT_TEST_PASSWORD. Letters are kept in FOLDER/mail/box/new. Says its port,
ends with its standard input. Needs root, as Postfix does.
"""
import os
import pwd
import socket
import subprocess
import sys
import time
from pathlib import Path

MAIN = """compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
myhostname = mail.example
mydestination =
inet_interfaces = loopback-only
inet_protocols = ipv4
alias_maps =
alias_database =
virtual_mailbox_domains = static:any
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = static:box/
virtual_minimum_uid = 1
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
virtual_mailbox_limit = 0
smtpd_tls_chain_files = {folder}/server.pem
smtpd_tls_security_level = encrypt
smtpd_sasl_auth_enable = yes
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_recipient_restrictions = reject_unauth_pipelining, permit_sasl_authenticated, reject
smtpd_data_restrictions = reject_unauth_pipelining
smtpd_hard_error_limit = 1000
smtpd_error_sleep_time = 0
smtpd_client_connection_rate_limit = 0
message_size_limit = 2000000
maillog_file = {folder}/mail.log
maillog_file_prefixes = {folder}
"""
MASTER = """127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
tlsmgr unix - - n 1000? 1 tlsmgr
virtual unix - n n - - virtual
error unix - - n - - error
retry unix - - n - - error
proxymap unix - - n - - proxymap
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""
SASL = """pwcheck_method: auxprop
auxprop_plugin: sasldb
sasldb_path: {folder}/passwords
mech_list: PLAIN LOGIN
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def write_settings(folder, port):
    nobody = pwd.getpwnam("nobody")
    postfix = pwd.getpwnam("postfix")
    folder.chmod(0o755)
    for name in ("etc", "etc/sasl", "queue", "data", "mail"):
        (folder / name).mkdir()
    values = {"folder": folder, "port": port, "uid": nobody.pw_uid, "gid": nobody.pw_gid}
    (folder / "etc/main.cf").write_text(MAIN.format(**values))
    (folder / "etc/master.cf").write_text(MASTER.format(**values))
    (folder / "etc/sasl/smtpd.conf").write_text(SASL.format(**values))
    os.chown(folder / "data", postfix.pw_uid, postfix.pw_gid)
    os.chown(folder / "mail", nobody.pw_uid, nobody.pw_gid)
    user, domain = os.environ["AFPUNT_TEST_USER"].split("@")
    subprocess.run(["saslpasswd2", "-p", "-c", "-u", domain, "-f", folder / "passwords", user],
                   input=os.environ["AFPUNT_TEST_PASSWORD"].encode(), check=True)
    os.chown(folder / "passwords", postfix.pw_uid, postfix.pw_gid)


def main():
    folder = Path(sys.argv[1])
    port = free_port()
    write_settings(folder, port)
    command = ["postfix", "-c", str(folder / "etc")]
    subprocess.run(command + ["start"], check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                time.sleep(0.1)
        print(port, flush=True)
        sys.stdin.read()
    finally:
        subprocess.run(command + ["abort"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
