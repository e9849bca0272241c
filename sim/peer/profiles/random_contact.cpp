#include "sim/peer/profiles/random_contact.hpp"

namespace swarmsim {

Profile random_contact_profile() {
  using namespace std::chrono_literals;
  Profile profile;
  profile.name = "random-contact";
  profile.protocol = Protocol::contacts;
  profile.choker = "bep3";  // it chokes nobody and requests nothing: these are never asked
  profile.seed_choker = "bep3";
  profile.picker = "random";
  profile.contact_every = 1s;    // mu = 1 per second, the unit of time of the papers
  profile.numwant = 1;           // whom to contact
  profile.connections = 65'000;  // one for each contact under way; what 16 bits number
  profile.connect_timeout = 30s;
  profile.announce_timeout = 60s;
  profile.retry_first = 30s;  // until it introduces itself again to a tracker that did not answer
  return profile;
}

}  // namespace swarmsim
