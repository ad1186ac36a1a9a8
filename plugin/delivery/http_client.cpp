// SPDX-License-Identifier: MIT
#include "delivery/http_client.hpp"

#include "payment/http_address.hpp"

#include <afpunt/text.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <deque>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace afpunt::delivery {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
namespace ssl = boost::asio::ssl;
using boost::system::error_code;
using tcp = asio::ip::tcp;
using payment::HttpAddress;
using payment::HttpRequest;
using payment::HttpResponse;
using payment::HttpScheme;
using Done = std::function<void(Result<HttpResponse>)>;

// A name with more addresses than these is served by any of them.
constexpr std::size_t addresses_max = 4;
// "103 Early Hints" and its like come before an answer; an endless row of them is no answer.
constexpr int interim_answers_max = 4;

tl::unexpected<Failure> no_answer(const HttpAddress& address, std::string found,
                                  std::string expected) {
    return tl::unexpected<Failure>(
        Failure{address.authority(), {}, std::move(found), std::move(expected)});
}

bool is_token(std::string_view text) { // RFC 9110, section 5.6.2
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
        return text::is_letter(c) || text::is_digit(c) || marks.find(c) != std::string_view::npos;
    });
}

// What the client itself says is not for its callers; a line end in a value would be a new field.
Result<void> check_request(const HttpRequest& request) {
    if (!is_token(request.method)) return fail("method", "", "GET, POST, PATCH or DELETE");
    for (const auto& [name, value] : request.headers) {
        const std::string lower = text::lower(name);
        if (!is_token(name) || lower == "host" || lower == "connection" ||
            lower == "content-length" || lower == "transfer-encoding") {
            return fail("header", is_token(name) ? name : "", "a header that callers may set");
        }
        for (const char c : value) {
            if ((c >= 0 && c < ' ') || c == '\x7F') {
                return fail("header " + name, "", "a value without line ends");
            }
        }
    }
    return {};
}

// One question and its answer. Lives on the network thread, held by its own handlers, so that one
// that comes late (a resolver that is slow) finds it whole.
class Exchange : public std::enable_shared_from_this<Exchange> {
public:
    Exchange(asio::io_context& context, TlsContext tls, HttpTimes times, HttpAddress address,
             HttpRequest request, Done done)
        : tls_(std::move(tls)), times_(times), address_(std::move(address)),
          request_(std::move(request)), done_(std::move(done)), resolver_(context),
          socket_(context), deadline_(context), attempt_(context) {}

    // `ended` is called once, before `done`: by then a place for the next exchange is free.
    void start(std::function<void()> ended) {
        ended_ = std::move(ended);
        began_ = std::chrono::steady_clock::now();
        expire_at(began_ + times_.connect, "no connection", times_.connect);
        resolver_.async_resolve(address_.host, std::to_string(address_.port),
                                tcp::resolver::numeric_service,
                                [self = shared_from_this()](
                                    error_code error, const tcp::resolver::results_type& found) {
                                    self->resolved(error, found);
                                });
    }
    void refuse(std::string found, std::string expected) {
        finish(no_answer(address_, std::move(found), std::move(expected)));
    }

private:
    void expire_at(std::chrono::steady_clock::time_point when, const char* found,
                   std::chrono::milliseconds allowed) {
        deadline_.expires_at(when);
        deadline_.async_wait([self = shared_from_this(), found, allowed](error_code error) {
            if (error) return;
            self->finish(no_answer(self->address_, found,
                                   "one within " + std::to_string(allowed.count()) + " ms"));
        });
    }

    void resolved(error_code error, const tcp::resolver::results_type& found) {
        if (finished()) return;
        if (!error) {
            for (const auto& entry : found) {
                // "localhost" is what the resolver says: without encryption it must be true.
                const bool allowed = address_.scheme == HttpScheme::Https ||
                                     entry.endpoint().address().is_loopback();
                if (allowed && endpoints_.size() < addresses_max) {
                    endpoints_.push_back(entry.endpoint());
                }
            }
        }
        if (endpoints_.empty()) {
            finish(no_answer(address_, "no address for this name",
                             "a server, and a network that knows it"));
            return;
        }
        connect_next();
    }

    // An address that swallows everything must leave time for the next one.
    void connect_next() {
        const tcp::endpoint endpoint = endpoints_[next_endpoint_++];
        const auto tries_left = static_cast<int>(endpoints_.size() - next_endpoint_ + 1);
        if (tries_left > 1) {
            const auto end = began_ + times_.connect;
            attempt_.expires_after((end - std::chrono::steady_clock::now()) / tries_left);
            attempt_.async_wait([self = shared_from_this()](error_code error) {
                if (!error && !self->finished()) self->close_socket();
            });
        }
        socket_.async_connect(endpoint, [self = shared_from_this()](error_code error) {
            self->attempt_.cancel();
            if (self->finished()) return;
            if (error || !self->socket_.is_open()) {
                self->close_socket();
                if (self->next_endpoint_ < self->endpoints_.size()) return self->connect_next();
                return self->finish(
                    no_answer(self->address_, error.message(), "a server that answers"));
            }
            self->connected();
        });
    }

    void connected() {
        if (address_.scheme == HttpScheme::Http) return ask(socket_);
        SSL* const handle = SSL_new(tls_.get());
        if (handle == nullptr) {
            return finish(no_answer(address_, "no memory for TLS", "a working TLS library"));
        }
        stream_.emplace(socket_, handle); // owns the handle
        if (!name_the_host(handle)) {
            return finish(no_answer(address_, "a name that TLS cannot check", "a host name"));
        }
        stream_->async_handshake(ssl::stream_base::client,
                                 [self = shared_from_this()](error_code error) {
                                     if (self->finished()) return;
                                     if (error) return self->finish(self->handshake_failure(error));
                                     self->ask(*self->stream_);
                                 });
    }

    // The certificate must be for this host (RFC 9525); an address of numbers has no SNI (RFC
    // 6066).
    bool name_the_host(SSL* handle) const {
        std::string host = address_.host;
        error_code no_number;
        asio::ip::make_address(host, no_number);
        if (!no_number) {
            return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(handle), host.c_str()) == 1;
        }
        SSL_set_hostflags(handle, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
        // The last call is SSL_set_tlsext_host_name(), a macro with a cast of the old style.
        return SSL_set1_host(handle, host.c_str()) == 1 &&
               SSL_ctrl(handle, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
                        host.data()) == 1;
    }

    [[nodiscard]] tl::unexpected<Failure> handshake_failure(error_code error) {
        const auto verified = SSL_get_verify_result(stream_->native_handle());
        if (verified != X509_V_OK) {
            return no_answer(address_,
                             std::string("a certificate that is not good: ") +
                                 X509_verify_cert_error_string(verified),
                             "a certificate of this server by an issuer that is trusted");
        }
        return no_answer(address_, "no encrypted connection (" + error.message() + ")",
                         "TLS 1.2 or newer");
    }

    template <typename Stream>
    void ask(Stream& stream) {
        expire_at(began_ + times_.exchange, "no whole answer", times_.exchange);
        question_.method_string(request_.method);
        question_.target(address_.target);
        question_.version(11);
        question_.set(http::field::host, address_.authority());
        question_.set(http::field::user_agent, "afpunt");
        question_.set(http::field::connection, "close");
        for (const auto& [name, value] : request_.headers)
            question_.insert(name, value);
        question_.body() = std::move(request_.body);
        question_.prepare_payload();
        http::async_write(stream, question_,
                          [self = shared_from_this(), &stream](error_code error, std::size_t) {
                              if (self->finished()) return;
                              // A server may answer "too large" before it has read everything.
                              self->write_error_ = error;
                              self->listen(stream);
                          });
    }

    template <typename Stream>
    void listen(Stream& stream) {
        parser_.emplace();
        parser_->header_limit(config::http_header_bytes_max);
        parser_->body_limit(config::http_body_bytes_max);
        http::async_read(
            stream, buffer_, *parser_,
            [self = shared_from_this(), &stream](error_code error, std::size_t) {
                if (self->finished()) return;
                if (error) return self->finish(self->read_failure(error));
                const auto status = static_cast<int>(self->parser_->get().result_int());
                if (status >= 200) return self->finish(self->answer());
                if (status == 101 || ++self->interim_answers_ > interim_answers_max) {
                    return self->finish(
                        no_answer(self->address_, "status " + std::to_string(status), "an answer"));
                }
                self->listen(stream);
            });
    }

    [[nodiscard]] HttpResponse answer() {
        auto& message = parser_->get();
        HttpResponse response;
        response.status = static_cast<int>(message.result_int());
        for (const auto& field : message) {
            const auto name = field.name_string();
            const auto value = field.value();
            response.headers.emplace_back(text::lower({name.data(), name.size()}),
                                          std::string(value.data(), value.size()));
        }
        response.body = std::move(message.body());
        return response;
    }

    [[nodiscard]] tl::unexpected<Failure> read_failure(error_code error) const {
        if (error == http::error::header_limit || error == http::error::buffer_overflow) {
            return no_answer(address_, "an answer with too long a head",
                             "at most " + std::to_string(config::http_header_bytes_max) + " bytes");
        }
        if (error == http::error::body_limit) {
            return no_answer(address_, "too long an answer",
                             "at most " + std::to_string(config::http_body_bytes_max) + " bytes");
        }
        if (error == http::error::end_of_stream || error == http::error::partial_message ||
            error == asio::error::eof || error == asio::error::connection_reset ||
            error == ssl::error::stream_truncated) {
            return no_answer(address_, "an answer that was cut off", "a whole answer");
        }
        if (error.category() == http::make_error_code(http::error::bad_version).category()) {
            return no_answer(address_, "something that is no HTTP (" + error.message() + ")",
                             "an answer in HTTP");
        }
        return no_answer(address_, (write_error_ ? write_error_ : error).message(),
                         "a whole answer");
    }

    [[nodiscard]] bool finished() const { return finished_; }
    void close_socket() {
        error_code ignored;
        socket_.close(ignored);
    }
    void finish(Result<HttpResponse> result) {
        if (std::exchange(finished_, true)) return;
        const Done done = std::exchange(done_, nullptr);
        const auto ended = std::exchange(ended_, nullptr);
        deadline_.cancel();
        attempt_.cancel();
        resolver_.cancel();
        close_socket();
        if (ended) ended();
        done(std::move(result));
    }

    TlsContext tls_; // before the stream, which uses it
    HttpTimes times_;
    HttpAddress address_;
    HttpRequest request_;
    Done done_;
    std::function<void()> ended_;
    bool finished_ = false;
    tcp::resolver resolver_;
    std::vector<tcp::endpoint> endpoints_;
    std::size_t next_endpoint_ = 0;
    tcp::socket socket_;
    std::optional<ssl::stream<tcp::socket&>> stream_;
    asio::steady_timer deadline_, attempt_;
    std::chrono::steady_clock::time_point began_;
    http::request<http::string_body> question_;
    error_code write_error_;
    // Room for a whole head; a body goes into the message as it comes.
    boost::beast::flat_buffer buffer_{2 * config::http_header_bytes_max};
    std::optional<http::response_parser<http::string_body>> parser_;
    int interim_answers_ = 0;
};

// Which exchanges are under way and which wait. Lives on the network thread; knows the context but
// does not hold the Network, whose end waits for this very thread.
class Exchanges : public std::enable_shared_from_this<Exchanges> {
public:
    void add(const std::shared_ptr<Exchange>& exchange) {
        if (closing_) return exchange->refuse(ending, asked_earlier);
        if (waiting_.size() >= config::http_exchanges_waiting_max) {
            return exchange->refuse("too many questions at once", "some of them later");
        }
        waiting_.push_back(exchange);
        start_next();
    }
    void close(const std::function<void()>& closed) {
        closing_ = true;
        while (!waiting_.empty()) {
            const auto exchange = waiting_.front();
            waiting_.pop_front();
            exchange->refuse(ending, asked_earlier);
        }
        while (!running_.empty()) {
            const auto exchange = *running_.begin();
            exchange->refuse(ending, asked_earlier); // takes itself out
        }
        if (closed) closed();
    }

private:
    static constexpr const char* ending = "the end of the program";
    static constexpr const char* asked_earlier = "a question before it";

    void start_next() {
        while (!waiting_.empty() && running_.size() < config::http_exchanges_at_once_max) {
            const auto exchange = waiting_.front();
            waiting_.pop_front();
            running_.insert(exchange);
            // Weak both ways: what never ends, because the network ended first, must not keep
            // itself alive.
            exchange->start([weak = weak_from_this(), entry = std::weak_ptr(exchange)] {
                const auto self = weak.lock();
                if (self == nullptr) return;
                self->running_.erase(entry.lock());
                self->start_next();
            });
        }
    }

    std::deque<std::shared_ptr<Exchange>> waiting_;
    std::set<std::shared_ptr<Exchange>> running_;
    bool closing_ = false;
};

class BeastHttpClient final : public HttpClient {
public:
    BeastHttpClient(std::shared_ptr<Network> network, TlsContext tls, HttpTimes times)
        : network_(std::move(network)), tls_(std::move(tls)), times_(times) {}
    ~BeastHttpClient() override {
        asio::post(network_->context(), [exchanges = exchanges_] { exchanges->close({}); });
    }
    BeastHttpClient(const BeastHttpClient&) = delete;
    BeastHttpClient& operator=(const BeastHttpClient&) = delete;

    void send(HttpRequest request, Done done) override {
        auto address = payment::parse_http_address(request.url);
        const auto checked = check_request(request);
        if (!address || !checked) {
            Failure failure = address ? checked.error().at(address->host) : address.error();
            asio::post(network_->context(),
                       [done = std::move(done), failure = std::move(failure)]() mutable {
                           done(tl::unexpected<Failure>(std::move(failure)));
                       });
            return;
        }
        auto exchange =
            std::make_shared<Exchange>(network_->context(), tls_, times_, std::move(*address),
                                       std::move(request), std::move(done));
        asio::post(network_->context(), [exchanges = exchanges_, exchange = std::move(exchange)] {
            exchanges->add(exchange);
        });
    }
    void close(std::function<void()> closed) override {
        asio::post(network_->context(), [exchanges = exchanges_, closed = std::move(closed)] {
            exchanges->close(closed);
        });
    }

private:
    std::shared_ptr<Network> network_; // before what lives in its context
    TlsContext tls_;
    HttpTimes times_;
    std::shared_ptr<Exchanges> exchanges_ = std::make_shared<Exchanges>();
};

} // namespace

std::shared_ptr<HttpClient> make_http_client(std::shared_ptr<Network> network, TlsContext tls,
                                             HttpTimes times) {
    return std::make_shared<BeastHttpClient>(std::move(network), std::move(tls), times);
}

} // namespace afpunt::delivery
