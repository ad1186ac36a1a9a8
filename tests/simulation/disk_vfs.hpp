// SPDX-License-Identifier: MIT
//
// The functions through which SQLite uses the disk in memory.
#pragma once

namespace afpunt::simulation {

class Disk;

// The disk that SQLite opens files on from now on; nullptr = the machine's own again.
void make_default(Disk* disk);

} // namespace afpunt::simulation
