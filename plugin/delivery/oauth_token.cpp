// SPDX-License-Identifier: MIT
#include "delivery/oauth_token.hpp"

#include "payment/percent_encoding.hpp"

#include <afpunt/text.hpp>

#include <boost/json.hpp>

#include <algorithm>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace afpunt::delivery {
namespace {

namespace json = boost::json;
using Clock = std::chrono::steady_clock;

// Not used in its last minute: a letter takes time, and clocks differ.
constexpr std::chrono::seconds spared{60};
// Where the provider does not say (RFC 6749, section 5.1 recommends that it does).
constexpr std::chrono::seconds usual_life{300};
constexpr std::chrono::seconds life_max{24 * 3600};
constexpr std::size_t token_bytes_max = 16'384; // the longest known are some 4 KB
constexpr std::size_t said_bytes_max = 200;     // of the provider's own words
constexpr int status_ok = 200;
constexpr int status_refused_first = 400;
constexpr int status_refused_last = 499;
constexpr int status_busy = 429;

// What goes into a header or a base64 text unchanged.
bool is_token(std::string_view token) {
    return !token.empty() && token.size() <= token_bytes_max &&
           std::all_of(token.begin(), token.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

std::string text_in(const json::object& object, const char* key) {
    const json::value* found = object.if_contains(key);
    return found != nullptr && found->is_string() ? std::string(found->get_string()) : "";
}

// One line of plain characters, without what we said ourselves.
std::string clean(std::string said, const std::vector<std::string>& secrets) {
    for (const std::string& secret : secrets) {
        if (!secret.empty() && said.find(secret) != std::string::npos) return "";
    }
    for (char& c : said) {
        if (c < ' ' || c > '~') c = ' ';
    }
    return said.substr(0, said_bytes_max);
}

struct Answer {
    LoginAnswer login;
    std::chrono::seconds life = usual_life;
    std::string new_refresh_token;
};

Answer failed(std::string text, bool needs_person) {
    return {tl::unexpected(LoginFailure{std::move(text), needs_person}), {}, {}};
}

Answer read_answer(const TokenSettings& settings, const Result<payment::HttpResponse>& response) {
    const std::string asked = "A login token for " + settings.user;
    if (!response) {
        return failed(asked + " did not come: " + response.error().sentence() + ".", false);
    }
    boost::system::error_code error;
    const json::value body = json::parse(response->body, error);
    const json::object* object = error ? nullptr : body.if_object();
    if (response->status != status_ok) {
        std::string said;
        if (object != nullptr) {
            said = text_in(*object, "error") + ' ' + text_in(*object, "error_description");
        }
        said = clean(std::move(said), {settings.refresh_token, settings.client_secret});
        // RFC 6749, section 5.2: the grant, the client or the question is refused for good.
        const bool is_final = response->status >= status_refused_first &&
                              response->status <= status_refused_last &&
                              response->status != status_busy;
        return failed(asked +
                          (is_final ? " is refused: somebody has to allow sending anew"
                                    : " does not come at the moment") +
                          ". The provider said: '" + std::to_string(response->status) + ' ' +
                          std::string(text::trim(said)) + "'.",
                      is_final);
    }
    const std::string token = object != nullptr ? text_in(*object, "access_token") : "";
    if (!is_token(token)) {
        return failed(asked + " did not come: the provider's answer holds none.", false);
    }
    Answer out{Login{settings.user, token}, usual_life, {}};
    const json::value* life = object->if_contains("expires_in");
    if (life != nullptr && life->is_int64()) {
        out.life =
            std::chrono::seconds(std::clamp<std::int64_t>(life->get_int64(), 0, life_max.count()));
    }
    if (std::string next = text_in(*object, "refresh_token");
        is_token(next) && next != settings.refresh_token) {
        out.new_refresh_token = std::move(next);
    }
    return out;
}

// Asked by several connections at once, it asks the provider once.
class TokenLogin : public std::enable_shared_from_this<TokenLogin> {
public:
    using Done = std::function<void(LoginAnswer)>;

    TokenLogin(std::shared_ptr<HttpClient> http, TokenSettings settings, KeepRefreshToken keep,
               std::function<Clock::time_point()> now)
        : http_(std::move(http)), settings_(std::move(settings)), keep_(std::move(keep)),
          now_(std::move(now)) {}

    void ask(LoginAsk ask, const Done& done) {
        std::optional<Login> known;
        bool must_ask = false;
        payment::HttpRequest request;
        {
            const std::scoped_lock lock(mutex_);
            if (ask == LoginAsk::AfterRefusal) good_until_ = {};
            if (now_() < good_until_) {
                known = login_;
            } else {
                must_ask = waiting_.empty();
                if (must_ask) request = question();
                waiting_.push_back(done);
            }
        }
        if (known) {
            done(*known);
        } else if (must_ask) {
            // Weak: who lets go of the client last must not be the network's own thread.
            http_->send(std::move(request),
                        [weak = weak_from_this()](const Result<payment::HttpResponse>& response) {
                            if (const auto self = weak.lock()) self->take(response);
                        });
        }
    }

private:
    [[nodiscard]] payment::HttpRequest question() const {
        const auto encoded = [](const std::string& value) {
            return payment::percent_encode(value);
        };
        payment::HttpRequest request;
        request.method = "POST";
        request.url = settings_.token_url;
        request.headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                           {"Accept", "application/json"}};
        request.body =
            "grant_type=refresh_token&refresh_token=" + encoded(settings_.refresh_token) +
            "&client_id=" + encoded(settings_.client_id);
        if (!settings_.client_secret.empty()) {
            request.body += "&client_secret=" + encoded(settings_.client_secret);
        }
        if (!settings_.scope.empty()) request.body += "&scope=" + encoded(settings_.scope);
        return request;
    }
    void take(const Result<payment::HttpResponse>& response) {
        std::vector<Done> waiting;
        Answer answer;
        {
            const std::scoped_lock lock(mutex_);
            answer = read_answer(settings_, response);
            waiting.swap(waiting_);
            if (answer.login) {
                login_ = *answer.login;
                // A token of less than two minutes is used for half of its life.
                good_until_ = now_() + std::max(answer.life - spared, answer.life / 2);
            }
            if (!answer.new_refresh_token.empty()) {
                settings_.refresh_token = answer.new_refresh_token;
            }
        }
        if (keep_ && !answer.new_refresh_token.empty()) keep_(answer.new_refresh_token);
        for (const Done& done : waiting)
            done(answer.login);
    }

    std::shared_ptr<HttpClient> http_;
    std::mutex mutex_;
    TokenSettings settings_;
    KeepRefreshToken keep_;
    std::function<Clock::time_point()> now_;
    Login login_;
    Clock::time_point good_until_{};
    std::vector<Done> waiting_;
};

} // namespace

LoginProvider make_token_login(std::shared_ptr<HttpClient> http, TokenSettings settings,
                               KeepRefreshToken keep, std::function<Clock::time_point()> now) {
    auto login = std::make_shared<TokenLogin>(std::move(http), std::move(settings), std::move(keep),
                                              std::move(now));
    return [login](LoginAsk ask, const std::function<void(LoginAnswer)>& done) {
        login->ask(ask, done);
    };
}

} // namespace afpunt::delivery
