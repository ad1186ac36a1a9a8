// SPDX-License-Identifier: MIT
//
// What sending_benchmark measures, in this table.
#include "benchmark/whole_job/child.hpp"
#include "benchmark/whole_job/whole_job.hpp"

namespace afpunt::benchmark {

Figures sending_figures(const Places& places) {
    const auto program = places.program.parent_path() / "sending_benchmark";
    const ChildAnswer answer(program.string() + " --json 4000");
    return {{"letters sent to a local server", answer.number("sent_per_second"), "a second", 2000,
             0, "by the clock; the server runs on the same cores"},
            {"letters approved, forms made and frozen", answer.number("approved_per_second"),
             "a second", 0, 0, "by the clock"}};
}

} // namespace afpunt::benchmark
