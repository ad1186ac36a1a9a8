// SPDX-License-Identifier: MIT
#include "support/dovecot.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <grp.h>
#include <netinet/in.h>
#include <pwd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <thread>

namespace afpunt::tests {
namespace {

namespace fs = std::filesystem;

// Debian keeps servers where a user's PATH does not look.
constexpr const char* program = "/usr/sbin/dovecot";
constexpr const char* imap_program = "/usr/lib/dovecot/imap";

sockaddr_in here(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    return address;
}

// A port that nobody listens on at this moment.
std::uint16_t free_port() {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = here(0);
    socklen_t size = sizeof address;
    if (bind(socket, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
        getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
        throw std::runtime_error("no free port");
    }
    close(socket);
    return ntohs(address.sin_port);
}

bool run(const std::string& command) {
    return std::system((command + " >/dev/null 2>&1").c_str()) == 0;
}

std::string user_name() {
    const passwd* user = getpwuid(getuid());
    return user == nullptr ? "nobody" : user->pw_name;
}
std::string group_name() {
    const group* group = getgrgid(getgid());
    return group == nullptr ? "nogroup" : group->gr_name;
}

} // namespace

Dovecot::Dovecot(const std::string& sent_folder) {
    if (!fs::exists(program) || !fs::exists(imap_program)) {
        why_not_ = "dovecot-imapd is not installed";
        return;
    }
    // Sockets have short names only: the folder must not lie deep.
    std::string name = "/tmp/afpunt-imap-XXXXXX";
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    root_ = name;
    if (!make_certificates()) {
        why_not_ = "openssl is not installed";
        return;
    }
    port_ = free_port();
    write_configuration(sent_folder);
    process_ = fork();
    if (process_ == 0) {
        const int log = open((root_ / "log").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
        dup2(log, STDOUT_FILENO);
        dup2(log, STDERR_FILENO);
        execlp("timeout", "timeout", "120", program, "-F", "-c", (root_ / "dovecot.conf").c_str(),
               static_cast<char*>(nullptr));
        _exit(127);
    }
    if (!wait_until_it_listens()) {
        std::ifstream log(root_ / "log");
        std::getline(log, why_not_);
        why_not_ = "dovecot does not start: " + why_not_;
    }
}

Dovecot::~Dovecot() {
    if (process_ > 0) {
        kill(process_, SIGTERM);
        waitpid(process_, nullptr, 0);
    }
    std::error_code error;
    if (!root_.empty()) fs::remove_all(root_, error);
}

bool Dovecot::make_certificates() const {
    const std::string in = "cd " + root_.string() + " && ";
    std::ofstream(root_ / "names") << "subjectAltName=DNS:localhost\n";
    return run(in + "openssl req -x509 -newkey ec -pkeyopt "
                    "ec_paramgen_curve:P-256 -nodes -days 2 -subj '/CN=Test authority' "
                    "-keyout ca.key -out ca.pem") &&
           run(in + "openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "
                    "/CN=localhost -keyout server.key "
                    "-out server.csr") &&
           run(in + "openssl x509 -req -days 2 -in server.csr -CA ca.pem -CAkey ca.key "
                    "-CAcreateserial -extfile names -out server.pem");
}

void Dovecot::write_configuration(const std::string& sent_folder) const {
    const std::string root = root_.string();
    // Mail may not belong to root: then it belongs to nobody.
    const bool is_root = getuid() == 0;
    const passwd* nobody = getpwnam("nobody");
    const std::string owner = std::to_string(is_root ? nobody->pw_uid : getuid());
    const std::string group = std::to_string(is_root ? nobody->pw_gid : getgid());
    fs::create_directory(root_ / "mail");
    fs::permissions(root_, fs::perms::others_exec | fs::perms::group_exec, fs::perm_options::add);
    if (is_root) {
        fs::permissions(root_ / "mail", fs::perms::all);
        if (chown((root_ / "mail").c_str(), nobody->pw_uid, nobody->pw_gid) != 0) return;
    }
    std::ofstream(root_ / "users") << user << ":{PLAIN}" << password << ":" << owner << ":" << group
                                   << "::" << root << "/mail::\n";
    fs::permissions(root_ / "users", fs::perms::others_read, fs::perm_options::add);
    std::ofstream file(root_ / "dovecot.conf");
    file << "base_dir = " << root << "/run\nlog_path = " << root << "/log\nprotocols = imap\n"
         << "listen = 127.0.0.1\nssl = required\nssl_cert = <" << root << "/server.pem\nssl_key = <"
         << root << "/server.key\nssl_dh =\nmail_location = maildir:" << root << "/mail\n"
         << "default_internal_user = " << (is_root ? "dovecot" : user_name())
         << "\ndefault_login_user = " << (is_root ? "dovenull" : user_name())
         << "\ndefault_internal_group = " << (is_root ? "dovecot" : group_name())
         << "\nfirst_valid_uid = 1\n"
         // A wrong password costs whoever gave it no time.
         << "auth_failure_delay = 0\nservice anvil {\n  chroot =\n  unix_listener "
            "anvil-auth-penalty {\n    mode = 0\n  }\n}\nservice imap-login {\n  chroot =\n"
         << "  inet_listener imap {\n    port = 0\n  }\n  inet_listener imaps {\n    port = "
         << port_ << "\n    ssl = yes\n  }\n}\n"
         << "passdb {\n  driver = passwd-file\n  args = " << root << "/users\n}\n"
         << "userdb {\n  driver = passwd-file\n  args = " << root << "/users\n}\n"
         << "namespace inbox {\n  inbox = yes\n  separator = /\n  mailbox \"" << sent_folder
         << "\" {\n    auto = create\n    special_use = \\Sent\n  }\n}\n";
}

bool Dovecot::wait_until_it_listens() const {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(15);
    while (std::chrono::steady_clock::now() < until) {
        if (waitpid(process_, nullptr, WNOHANG) != 0) return false;
        const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const sockaddr_in address = here(port_);
        const int connected =
            connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address);
        close(socket);
        if (connected == 0) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return false;
}

int Dovecot::mails_in(const std::string& folder) const {
    int count = 0;
    for (const char* part : {"new", "cur"}) {
        std::error_code error;
        for (fs::directory_iterator entry(root_ / "mail" / ("." + folder) / part, error), end;
             !error && entry != end; entry.increment(error)) {
            ++count;
        }
    }
    return count;
}

} // namespace afpunt::tests
