#pragma once
// The loop: pop an event, hand it to its one addressee, apply what that asked for.
//
// A World is a copyable value: ids and arrays, no pointer into itself. run, console, golden and fuzz
// are drivers of the same step(). It routes and applies and decides nothing: protocol is the
// torrents', transport the network's, membership the tracker's.
// Split by concern: world.cpp (loop, records), build.cpp, deliver.cpp (connections and messages),
// corruption.cpp, effects.cpp, slots.cpp, exchanges.cpp (tracker), commands.cpp, leaving.cpp, ending.cpp,
// invariants*.cpp.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/cloned.hpp"
#include "core/base/pool.hpp"
#include "sim/model/answer.hpp"
#include "sim/model/content.hpp"
#include "sim/model/event.hpp"
#include "sim/model/mode.hpp"
#include "sim/model/payload.hpp"
#include "sim/model/pending_events.hpp"
#include "sim/model/scenario.hpp"
#include "sim/net/network.hpp"
#include "sim/peer/registry.hpp"
#include "sim/peer/torrent.hpp"
#include "sim/trace/fingerprint.hpp"
#include "sim/tracker/tracker.hpp"
#include "sim/world/address.hpp"
#include "sim/world/counters.hpp"
#include "sim/world/participant.hpp"
#include "sim/world/reach.hpp"

namespace swarmsim {

class RangeClient;
struct EndMarks;
struct Inspection;

enum class EndReason : std::uint8_t { running, idle, all_complete, time, interrupted };

/// Whether a run ends where its scenario says so, or goes on as long as somebody steps it: then the rule is
/// only told, because who sits before it may still do something.
enum class Ends : std::uint8_t { by_rule, never };

/// How much is checked on the way. What an event touched is checked always, in O(1).
enum class Checks : std::uint8_t {
  events,  ///< no more than that
  rounds,  ///< a whole peer, too, when its timer came (its choke round)
};

/// One content as the whole swarm holds it.
struct ContentState {
  std::vector<std::uint32_t> copies;      ///< online peers that have it, per piece
  Bitfield spread;                        ///< pieces that a peer that lacked them has completed
  std::optional<SimTime> first_copy_out;  ///< when spread became everything
};

class World {
 public:
  /// Builds the world of `scenario` under `seed`. `registry` must outlive it. What happens in it does not
  /// depend on `mode`.
  World(const Scenario& scenario, std::uint64_t seed, const Registry& registry, Mode mode = Mode::fast,
        Ends ends = Ends::by_rule);

  /// Handles the next event if it is due by `limit`; false if there is none or the run has ended.
  bool step(SimTime limit = sim_never, RecordSink* sink = nullptr);
  /// Steps until the end of the run.
  void run(RecordSink* sink = nullptr);
  /// Breaks the run off now, as a user does; no effect after the end. What is under way stays so and has no
  /// record, which spares a swarm of millions of connections the search for it: O(1), but for the tracker.
  void interrupt(RecordSink* sink = nullptr) { finish(EndReason::interrupted, now_, sink); }

  /// Takes one more entry of the timeline, behind those there are, whose time is to come; so does a scenario
  /// that had it from the start, to the last record. `newcomer` is the peer that it brings, if it does.
  void add_entry(const TimelineEntry& entry, const std::optional<GroupSpec>& newcomer);
  /// Whether of this instant more than actions has been handled: an entry for it would come too late.
  bool past_actions() const { return reached_ != Phase::action; }
  /// Why a run that ends by its scenario's rule would have ended by now; `running` if it would not.
  EndReason end_due() const { return end_due_; }
  /// Whether something is still to happen by which a download may begin.
  bool downloads_to_come() const { return starters_pending_ > 0; }
  /// Ends a run that never ends by itself: at the end of the instant `at`, which begins no earlier than now,
  /// or, `by_rule`, as its scenario would at the event that it has just handled.
  void conclude(SimTime at);
  void conclude_by_rule();

  SimTime now() const { return now_; }
  /// When the next event is due; nothing if there is none. Not for loops: it searches.
  std::optional<SimTime> next_time() const { return queue_.next_time(); }
  /// Shows every pending event once, in no order that means anything.
  template <class Visit>
  void for_each_pending(Visit&& visit) const {
    queue_.for_each(std::forward<Visit>(visit));
  }
  /// What a pending action does, in words: "2 arrives", "2 says scrape f".
  std::string describe_action(const Event& event) const;
  bool ended() const { return end_ != EndReason::running; }
  EndReason end_reason() const { return end_; }
  /// Of the run so far; final once ended().
  Digest128 fingerprint() const { return fingerprint_.at(now_); }
  std::uint64_t records() const { return fingerprint_.records(); }

  const Scenario& scenario() const { return scenario_; }
  std::uint64_t seed() const { return seed_; }
  Mode mode() const { return mode_; }
  std::span<const Participant> participants() const { return participants_; }
  std::span<const ContentInfo> contents() const { return contents_; }
  const ContentState& content_state(ContentId content) const { return content_states_[index_of(content)]; }
  const Network& network() const { return *network_; }
  const Tracker& tracker() const { return tracker_; }
  const Counters& counters() const { return counters_; }
  const std::vector<CommandResult>& results() const { return results_; }
  const Profile& profile_of(const Participant& participant) const { return profiles_[participant.profile]; }
  /// Bytes of blocks delivered, and read, from group (row) to group (column), row by row.
  std::span<const std::int64_t> bytes_between_groups() const { return group_bytes_; }
  std::optional<PeerId> find_peer(std::string_view name) const;
  /// What stands for a peer, the tracker or the world in the fingerprint: a hash of its name.
  std::uint32_t hash_of(PeerId peer) const {
    if (index_of(peer) < hashes_.size()) return hashes_[index_of(peer)];
    return peer == tracker_peer ? tracker_hash_ : world_hash_;
  }
  /// The last result of the timeline's entry that is saved as `name`; nullptr if there is none yet.
  const CommandResult* saved(std::string_view name) const;

  /// Changes nothing but what is checked.
  void set_checks(Checks checks) { checks_ = checks; }
  /// Throws InvariantError if a rule of one peer is broken. O(its neighbours and pieces).
  void check_peer(PeerId peer) const;
  /// The same of the whole world, between two instants. O(world); for tests and fuzzing.
  void check_invariants() const;
  /// Every download that ended, and everybody who began complete, holds the original bytes.
  bool content_matches() const;

 private:
  enum class ActionKind : std::uint8_t { arrival, download, command };
  /// Something the scenario makes happen.
  struct Action {
    ActionKind kind{};
    PeerId peer = no_peer;      ///< who arrives or downloads
    std::uint32_t index = 0;    ///< of a download in its group's list, or of an entry of the timeline
    bool may_start = false;     ///< it, or what waits for it, may begin a download
    bool keeps_running = true;  ///< the run does not end before it; not so for what never ends
  };
  struct Attempt {
    PeerId from{};
    PeerId to{};
    ContentId content{};
    EndId end{};  ///< the opener's, once accepted
    bool accepted = false;
    std::string_view refusal;  ///< why not, in a word
    SimTime sent{};
    std::uint32_t ordinal = 0;
    std::uint32_t next = no_index;
  };
  /// Which share of the blocks arrives changed.
  struct Corruption {
    Share by_peer;  ///< of those it sends
    Share by_link;  ///< of those that cross its link, either way
  };
  /// A question to the tracker and its answer on the way back.
  struct Exchange {
    Announce announce;
    bool is_scrape = false;
    bool failed = false;
    ScrapeCounts counts;
    std::vector<PeerId> peers;
    std::uint32_t nth = 0;
    std::uint32_t result = no_index;  ///< the scripted scrape that waits for it
    SimTime sent{};
    std::uint32_t next = no_index;
  };

  // world.cpp
  void dispatch(const Event& event);
  struct NoDetail {
    Detail operator()() const { return {}; }
  };
  /// `detail` is asked only if somebody listens.
  template <typename MakeDetail = NoDetail>
  void emit(const Record& record, MakeDetail detail = {}) {
    fingerprint_.add(record, hash_of(record.from), hash_of(record.to));
    if (sink_ != nullptr) sink_->on_record(record, detail());
  }
  /// Something that happened now around `content`.
  template <typename MakeDetail = NoDetail>
  void emit_about(ContentId content, RecordKind kind, PeerId from, PeerId to, std::uint64_t b,
                  MakeDetail detail = {}) {
    const auto index = static_cast<std::uint16_t>(index_of(content));
    emit({now_, kind, 0, index, from, to, 0, index, b, now_}, detail);
  }
  void emit_choke_notes(PeerId peer, ContentId content);
  void arm_timer(PeerId peer);
  void on_peer_timer(const Event& event);
  void on_rechoke(const Event& event);
  Participation* find_participation(PeerId peer, ContentId content);
  /// The short way to the part of `peer` in `content`, which it has.
  const Reach& reach_of(PeerId peer, ContentId content);
  Participation& participation_of(PeerId peer, ContentId content);
  Turn turn_for(PeerId peer, ContentId content);
  Turn turn_along(const Reach& reach);
  /// For what asks for no effects, so that those of the handler that runs may stay as they are.
  Turn bare_turn(const Reach& reach);
  std::uint32_t group_of(PeerId peer) const;

  // prefetch.cpp
  void prefetch_window() const;

  // build.cpp
  void add_participants(const std::vector<PeerSpec>& specs, AddressBook& addresses);
  std::size_t ends_expected() const;
  void add_group(const GroupSpec& group);
  void schedule_actions();
  void push_action(const Action& action, SimTime at, PeerId addressee, std::uint32_t ordinal);

  // slots.cpp
  void deal_slots(PeerId peer);
  void grant_slots(PeerId peer, Participation& part, std::uint32_t slots);

  // deliver.cpp
  void on_chunk(const Event& event);
  void deliver(const Delivery& delivery);
  void on_goodbye(const Delivery& delivery);
  void emit_message(const Delivery& delivery, std::uint8_t flags);
  // corruption.cpp
  void note_corruption(const PeerSpec& spec);
  void corrupt(const Delivery& delivery);
  void end_connection(EndId end);
  void cut(const Delivery& delivery);
  void close_silent(EndId end);
  void on_connect_arrived(Event event);
  void on_connect_answered(Event event);
  void start_attempt(PeerId from, PeerId to, ContentId content);
  bool wait_for_downlink(Event& event, std::int64_t wire);

  // effects.cpp
  /// Most often there are none: a `have` asks for nothing.
  void apply_effects(PeerId peer, Participation& part) {
    if (!effects_.empty() || !choke_notes_.empty()) apply_all_effects(peer, part);
  }
  void apply_all_effects(PeerId peer, Participation& part);
  void apply(PeerId peer, ContentId content, Participation& part, const Effect& effect);
  void say_alone(const Participation& part);
  void react(PeerId peer, ContentId content, EventKind kind);
  void send_message(EndId end, const Message& message, const ContentInfo& content);
  void say_goodbye(EndId end, PartReason why, const ContentInfo& content);
  void feed(EndId end);
  void feed_drained();
  void on_piece_completed(PeerId peer, Participation& part, PieceIndex piece);
  void on_download_completed(PeerId peer, Participation& part);

  // exchanges.cpp
  void start_announce(PeerId peer, Participation& part, AnnounceEvent event, bool owners_only);
  void start_scrape(PeerId peer, ContentId content, std::uint32_t result);
  void ask_tracker(PeerId peer, std::uint32_t exchange);
  void on_tracker_asked(Event event);
  void on_tracker_answered(Event event);
  CommandResult& end_scrape(const Exchange& exchange);
  void on_scraped(const Exchange& exchange);
  void on_unanswered(const Exchange& exchange);
  void answer_from_tracker(const Event& question, std::int64_t bytes);
  void sweep_tracker(SimTime at);

  // commands.cpp
  void on_action(const Event& event);
  void run_entry(std::uint32_t index);
  void repeat(std::uint32_t index);
  void note_done(std::uint32_t entry);
  void schedule(std::uint32_t entry, SimTime at);
  void arrive(PeerId peer);
  void take_stock(PeerId peer, const HoldSpec& hold);
  SimTime round_origin(PeerId peer) const;
  std::uint32_t add_result(const std::string& on, std::uint32_t entry);
  void say(PeerId peer, std::uint32_t entry);
  Answer execute_at_world(const Command& command);
  Answer change_link(PeerId peer, const Command& command);
  Answer change_settings(PeerId peer, const Command& command);
  Answer execute_at_peer(PeerId peer, const Command& command, std::uint32_t result);
  Answer execute_at_tracker(const Command& command);
  Answer send(PeerId peer, ContentId content);
  Answer download(PeerId peer, ContentId content, std::uint32_t result);
  void begin_download(PeerId peer, const DownloadSpec& spec);
  void start(PeerId peer, Participation& part, Role role);
  void exit(PeerId peer, std::string_view why);
  void crash(PeerId peer);
  void depart(PeerId peer);
  void lay_to_rest(PeerId peer, Participation& part);
  void emit_left(PeerId peer, std::uint64_t how, std::string_view why);
  void record_command(PeerId to, const CommandResult& result);
  ContentId content_named(std::string_view name) const;

  // leaving.cpp
  void on_departure(PeerId peer);
  void leave_after(PeerId peer, Duration wait, std::string_view why);
  void consider_leaving(PeerId peer);
  void consider_leaving_after_upload(PeerId peer);
  Share copies_uploaded(const Participant& participant) const;

  // ending.cpp
  bool is_idle();
  bool lacks_something_held(PeerId peer) const;
  EndReason rule_met();
  void check_end();
  void finish(EndReason reason, SimTime at, RecordSink* sink);
  void record_undelivered();

  // invariants.cpp
  void inspect(Inspection& seen) const;
  std::uint16_t low_water_of(std::uint32_t send_buffer) const;
  void list_gathered(EndId end, std::vector<Delivery>& out) const;
  void note_event(const Event& event, Inspection& seen) const;
  void check_payload(const Inspection& seen) const;
  void check_copies() const;
  void check_bounds() const;

  // invariants_client.cpp
  void check_client(const Participant& participant, const Participation& part) const;
  void check_wire(const Participation& part, const Torrent& torrent) const;
  void check_neighbour(const Torrent& torrent, Torrent::Slot slot) const;
  void check_requests(const Torrent& torrent, std::uint32_t outstanding) const;
  void check_ranges(const RangeClient& client) const;

  // invariants_connection.cpp
  /// A connection of the peer wire as both of its torrents hold it.
  struct Wire {
    const Torrent& one;
    Torrent::Slot slot;
    const Torrent& other;
    Torrent::Slot other_slot;
  };
  void check_connections(const Participation& part, Inspection& seen) const;
  void check_beliefs(const Wire& wire, Inspection& seen) const;
  void check_asked(const Wire& wire, const Inspection& seen) const;
  void check_served(const Wire& wire, const Inspection& seen) const;
  void check_ends(const Inspection& seen) const;

  // invariants_network.cpp
  void check_network(const Inspection& seen) const;
  static void check_undelivered(std::span<const Delivery> said, std::int64_t bytes, std::uint32_t pieces);
  void check_wakes(EndId end, const EndMarks& marks) const;
  void check_links(const Inspection& seen) const;

  // invariants_due.cpp
  void check_timers(const Inspection& seen) const;
  void check_tracker() const;

  Scenario scenario_;
  std::uint64_t seed_ = 0;
  Mode mode_ = Mode::fast;
  const Registry* registry_;
  std::vector<Profile> profiles_;  ///< by group, then those that `set` made
  std::vector<ContentInfo> contents_;
  std::vector<ContentState> content_states_;
  std::vector<Participant> participants_;  ///< by PeerId
  std::vector<Corruption> corruption_;     ///< by PeerId; empty: every byte arrives as it was sent
  ReachTable reaches_;
  std::vector<std::uint32_t> hashes_;       ///< of names, by PeerId: apart, because every record reads two
  std::vector<std::uint32_t> addresses_;    ///< IPv4, host order, by PeerId
  std::vector<AllowedFastSets> fast_sets_;  ///< by content
  std::vector<Action> actions_;
  std::vector<std::uint32_t> waited_for_;  ///< by entry of the timeline: results that are not done
  std::vector<bool> entry_starts_;         ///< by entry: it, or one that waits for it, begins a download
  std::vector<CommandResult> results_;
  std::vector<std::int64_t> group_bytes_;
  Cloned<Network> network_;
  Tracker tracker_;
  PendingEvents queue_;
  PayloadPool payloads_;
  Pool<Attempt> attempts_;
  Pool<Exchange> exchanges_;
  Counters counters_;
  Fingerprint fingerprint_;

  std::uint32_t tracker_hash_ = static_cast<std::uint32_t>(hash64("tracker"));
  std::uint32_t world_hash_ = static_cast<std::uint32_t>(hash64("world"));
  SimTime now_{};
  EndReason end_ = EndReason::running;
  EndReason end_due_ = EndReason::running;
  Ends ends_ = Ends::by_rule;
  Phase reached_ = Phase::action;  ///< the last phase of this instant of which something was handled
  Checks checks_ = Checks::events;
  std::uint32_t actions_pending_ = 0;
  std::uint32_t starters_pending_ = 0;  ///< of these, the ones that may lead to a download
  std::uint32_t unfinished_ = 0;        ///< online peers' downloads without their end
  PeerId idle_hint_{};                  ///< who lacked something the last time we looked
  bool end_to_check_ = false;           ///< something happened that may end the run

  RecordSink* sink_ = nullptr;   ///< of the step that runs
  std::vector<Effect> effects_;  ///< of the handler that runs
  Workspace workspace_;          ///< its, too
  std::vector<ChokeNote> choke_notes_;
  std::vector<Delivery> deliveries_;
  std::vector<Delivery> cuts_;
};

}  // namespace swarmsim
