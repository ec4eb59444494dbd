/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/*
 * Radios, their denylist, the links between them and the medium. Reading needs
 * no privilege, and shows what belongs to the reader: radios of network
 * namespaces whose owner (a user namespace) is that of the reader's own network
 * namespace or descends from it. All others are none for it, in answers, in
 * events and by name. Every change needs CAP_NET_ADMIN over the network
 * namespace of every radio that it touches; a command that names none, over the
 * caller's own, and is about the air of the user namespace which that belongs
 * to; underlays need it over the initial one. A radio belongs to the air of the
 * user namespace that made it, wherever it is moved, and hears that one alone.
 * Every refusal says why in its extended acknowledgement.
 *
 * Generated from packages/driver-c/spec/vwifi.yaml by "npm run generate": change that, not this.
 */
#ifndef _UAPI_VWIFI_H
#define _UAPI_VWIFI_H

#define VWIFI_FAMILY_NAME	"vwifi"
#define VWIFI_FAMILY_VERSION	1

/* Changes of radios, denylist, links and medium. */
#define VWIFI_MCGRP_CONFIG	"config"

/* A loss of one, certain, in the unit of the loss attributes (millionths). */
#define VWIFI_LOSS_SCALE	1000000
#define VWIFI_MAX_RADIOS	65535
/* The longest delay and jitter of a link, in microseconds. */
#define VWIFI_MAX_DELAY_US	10000000

/**
 * enum vwifi_drop - Why a frame was dropped.
 *
 * @VWIFI_DROP_NONE: Not dropped.
 * @VWIFI_DROP_NOT_ASSOCIATED: The receiver has no association with the
 *	transmitter.
 * @VWIFI_DROP_NOT_AUTHORISED: The 802.1X port is closed and the frame is not
 *	EAPOL.
 * @VWIFI_DROP_NO_RECEIVER: Nobody with that address listens on the channel.
 * @VWIFI_DROP_UNPROTECTED: In the clear although a key is installed.
 * @VWIFI_DROP_NO_KEY: The receiver holds no key of that index.
 * @VWIFI_DROP_WRONG_KEY: The receiver holds another key of that index.
 * @VWIFI_DROP_REPLAY: The packet number is not above the last one.
 * @VWIFI_DROP_ISOLATED: Station to station on an access point that isolates its
 *	stations: not relayed, left to its stack.
 * @VWIFI_DROP_MALFORMED: Too short, EAPOL to a third party, or three addresses
 *	where four are due.
 * @VWIFI_DROP_MEMORY: Out of memory or of queue.
 * @VWIFI_DROP_DENIED: The receiver's denylist names the transmitter.
 * @VWIFI_DROP_LOST: Lost on the link, after all retries of a unicast frame.
 * @VWIFI_DROP_LOOP: Sent out of the sending of a frame to another kernel: the
 *	air would go over itself.
 * @VWIFI_DROP_FRAGMENT: A part that does not go with those before it: another
 *	key, a gap in the packet numbers, protected and in the clear, too late,
 *	too long.
 * @VWIFI_DROP_CORRUPT: Its check sequence was wrong: a fault had it so.
 */
enum vwifi_drop {
	VWIFI_DROP_NONE,
	VWIFI_DROP_NOT_ASSOCIATED,
	VWIFI_DROP_NOT_AUTHORISED,
	VWIFI_DROP_NO_RECEIVER,
	VWIFI_DROP_UNPROTECTED,
	VWIFI_DROP_NO_KEY,
	VWIFI_DROP_WRONG_KEY,
	VWIFI_DROP_REPLAY,
	VWIFI_DROP_ISOLATED,
	VWIFI_DROP_MALFORMED,
	VWIFI_DROP_MEMORY,
	VWIFI_DROP_DENIED,
	VWIFI_DROP_LOST,
	VWIFI_DROP_LOOP,
	VWIFI_DROP_FRAGMENT,
	VWIFI_DROP_CORRUPT,

	/* private: */
	__VWIFI_DROP_MAX,
	VWIFI_DROP_MAX = (__VWIFI_DROP_MAX - 1)
};

/**
 * enum vwifi_frame_type - Types of frames (802.11-2020, table 9-1) that a fault can meet.
 *
 * @VWIFI_FRAME_TYPE_MANAGEMENT: Beacons, probes, authentication and the like.
 * @VWIFI_FRAME_TYPE_DATA: Data, EAPOL among it; null frames.
 */
enum vwifi_frame_type {
	VWIFI_FRAME_TYPE_MANAGEMENT,
	VWIFI_FRAME_TYPE_DATA = 2,

	/* private: */
	__VWIFI_FRAME_TYPE_MAX,
	VWIFI_FRAME_TYPE_MAX = (__VWIFI_FRAME_TYPE_MAX - 1)
};

/**
 * enum vwifi_eapol - Messages of the handshakes that make keys (802.11-2020, 12.7.6 and 12.7.7).
 *
 * @VWIFI_EAPOL_MESSAGE_1: The access point's number, which begins the 4-way
 *	handshake.
 * @VWIFI_EAPOL_MESSAGE_2: The station's number.
 * @VWIFI_EAPOL_MESSAGE_3: The access point installs, and gives the group key.
 * @VWIFI_EAPOL_MESSAGE_4: The station has installed.
 * @VWIFI_EAPOL_GROUP_1: A new group key.
 * @VWIFI_EAPOL_GROUP_2: It is there.
 */
enum vwifi_eapol {
	VWIFI_EAPOL_MESSAGE_1 = 1,
	VWIFI_EAPOL_MESSAGE_2,
	VWIFI_EAPOL_MESSAGE_3,
	VWIFI_EAPOL_MESSAGE_4,
	VWIFI_EAPOL_GROUP_1,
	VWIFI_EAPOL_GROUP_2,

	/* private: */
	__VWIFI_EAPOL_MAX,
	VWIFI_EAPOL_MAX = (__VWIFI_EAPOL_MAX - 1)
};

/**
 * enum vwifi_fault_action - What is done to a frame.
 *
 * @VWIFI_FAULT_ACTION_DROP: It is lost, as often as it is repeated, and never
 *	acknowledged.
 * @VWIFI_FAULT_ACTION_DELAY: It arrives later than what is sent after it; it
 *	was acknowledged in time.
 * @VWIFI_FAULT_ACTION_DUPLICATE: It arrives twice, with one packet number.
 * @VWIFI_FAULT_ACTION_CORRUPT: It arrives with a wrong check sequence, as often
 *	as it is repeated: the receiver drops it and does not acknowledge it.
 * @VWIFI_FAULT_ACTION_ALTER: One of its octets arrives inverted, with a check
 *	sequence that fits: it is acknowledged, and what else protects it has to
 *	notice.
 * @VWIFI_FAULT_ACTION_UNACKNOWLEDGE: It arrives, and its transmitter hears no
 *	acknowledgement.
 */
enum vwifi_fault_action {
	VWIFI_FAULT_ACTION_DROP = 1,
	VWIFI_FAULT_ACTION_DELAY,
	VWIFI_FAULT_ACTION_DUPLICATE,
	VWIFI_FAULT_ACTION_CORRUPT,
	VWIFI_FAULT_ACTION_ALTER,
	VWIFI_FAULT_ACTION_UNACKNOWLEDGE,

	/* private: */
	__VWIFI_FAULT_ACTION_MAX,
	VWIFI_FAULT_ACTION_MAX = (__VWIFI_FAULT_ACTION_MAX - 1)
};

/**
 * enum vwifi_personality - How modern a radio is, by the newest thing that it knows. Each knows the older ones too.
 *
 * @VWIFI_PERSONALITY_LEGACY: 802.11a, b and g.
 * @VWIFI_PERSONALITY_HT: 802.11n (Wi-Fi 4).
 * @VWIFI_PERSONALITY_VHT: 802.11ac (Wi-Fi 5).
 * @VWIFI_PERSONALITY_HE: 802.11ax (Wi-Fi 6), without which there is no 6 GHz.
 * @VWIFI_PERSONALITY_EHT: 802.11be (Wi-Fi 7): 320 MHz at 6 GHz, 4096-QAM,
 *	punctured channels.
 */
enum vwifi_personality {
	VWIFI_PERSONALITY_LEGACY,
	VWIFI_PERSONALITY_HT,
	VWIFI_PERSONALITY_VHT,
	VWIFI_PERSONALITY_HE,
	VWIFI_PERSONALITY_EHT,

	/* private: */
	__VWIFI_PERSONALITY_MAX,
	VWIFI_PERSONALITY_MAX = (__VWIFI_PERSONALITY_MAX - 1)
};

/**
 * enum vwifi_path_model - How the signal falls over distance, between radios with positions.
 *
 * @VWIFI_PATH_MODEL_LOG_DISTANCE: From the medium's signal at a metre, by the
 *	exponent.
 * @VWIFI_PATH_MODEL_FREE_SPACE: As in free space (ITU-R P.525), by distance and
 *	frequency: the medium's signal is not asked.
 * @VWIFI_PATH_MODEL_ITU_INDOOR: As within a floor of a building (ITU-R P.1238),
 *	by distance, frequency and the exponent.
 */
enum vwifi_path_model {
	VWIFI_PATH_MODEL_LOG_DISTANCE,
	VWIFI_PATH_MODEL_FREE_SPACE,
	VWIFI_PATH_MODEL_ITU_INDOOR,

	/* private: */
	__VWIFI_PATH_MODEL_MAX,
	VWIFI_PATH_MODEL_MAX = (__VWIFI_PATH_MODEL_MAX - 1)
};

/**
 * enum vwifi_fading - How a pair's signal varies from one coherence time to the next.
 *
 * @VWIFI_FADING_NONE: Not at all.
 * @VWIFI_FADING_RAYLEIGH: By many paths of which none stands out: the power is
 *	exponentially distributed.
 * @VWIFI_FADING_RICIAN: By many paths and a direct one.
 */
enum vwifi_fading {
	VWIFI_FADING_NONE,
	VWIFI_FADING_RAYLEIGH,
	VWIFI_FADING_RICIAN,

	/* private: */
	__VWIFI_FADING_MAX,
	VWIFI_FADING_MAX = (__VWIFI_FADING_MAX - 1)
};

/**
 * enum vwifi_model - What the medium is like.
 *
 * @VWIFI_MODEL_IDEAL: Nobody contends, and nothing takes time: frames are lost
 *	and delayed by what is said of their link alone.
 * @VWIFI_MODEL_DCF: Each transmission occupies its channel where it is heard,
 *	stations contend for it, and a receiver decides by signal, noise and
 *	interference.
 */
enum vwifi_model {
	VWIFI_MODEL_IDEAL,
	VWIFI_MODEL_DCF,

	/* private: */
	__VWIFI_MODEL_MAX,
	VWIFI_MODEL_MAX = (__VWIFI_MODEL_MAX - 1)
};

/**
 * enum vwifi_rate_control - How a transmitter chooses its rates, where the model is dcf.
 *
 * @VWIFI_RATE_CONTROL_MINSTREL: By what has been acknowledged.
 * @VWIFI_RATE_CONTROL_IDEAL: By what the receiver is about to read.
 */
enum vwifi_rate_control {
	VWIFI_RATE_CONTROL_MINSTREL,
	VWIFI_RATE_CONTROL_IDEAL,

	/* private: */
	__VWIFI_RATE_CONTROL_MAX,
	VWIFI_RATE_CONTROL_MAX = (__VWIFI_RATE_CONTROL_MAX - 1)
};

/**
 * enum vwifi_command - commands and notifications
 *
 * @VWIFI_CMD_RADIO_NEW: Makes a radio with an interface in station mode, in the
 *	air of the caller's user namespace. There are 64 radios of one user, and
 *	1024 of all together, in user namespaces other than the initial one.
 *	These go with their network namespace. Takes %VWIFI_A_RADIO_WIPHY_NAME,
 *	%VWIFI_A_RADIO_IFNAME, %VWIFI_A_RADIO_ADDRESS, %VWIFI_A_RADIO_TX_POWER,
 *	%VWIFI_A_RADIO_BANDS, %VWIFI_A_RADIO_OWNED, %VWIFI_A_RADIO_POSITION,
 *	%VWIFI_A_RADIO_PERSONALITY, %VWIFI_A_RADIO_ANTENNA_GAIN,
 *	%VWIFI_A_RADIO_STREAMS, %VWIFI_A_RADIO_WIDTH, %VWIFI_A_RADIO_IFTYPES,
 *	%VWIFI_A_RADIO_CIPHERS, %VWIFI_A_RADIO_DRIVER_SME. Answers with
 *	%VWIFI_A_RADIO_ID, %VWIFI_A_RADIO_WIPHY_NAME, %VWIFI_A_RADIO_IFINDEX,
 *	%VWIFI_A_RADIO_IFNAME, %VWIFI_A_RADIO_ADDRESS, %VWIFI_A_RADIO_TX_POWER,
 *	%VWIFI_A_RADIO_BANDS, %VWIFI_A_RADIO_POSITION,
 *	%VWIFI_A_RADIO_PERSONALITY, %VWIFI_A_RADIO_STREAMS,
 *	%VWIFI_A_RADIO_WIDTH, %VWIFI_A_RADIO_DRIVER_SME,
 *	%VWIFI_A_RADIO_ANTENNA_GAIN. Needs CAP_NET_ADMIN over the network
 *	namespaces of the radios that it touches.
 * @VWIFI_CMD_RADIO_DEL: Removes a radio with all its interfaces. Takes
 *	%VWIFI_A_RADIO_ID, %VWIFI_A_RADIO_IFNAME, %VWIFI_A_RADIO_IFINDEX. Needs
 *	CAP_NET_ADMIN over the network namespaces of the radios that it touches.
 * @VWIFI_CMD_RADIO_GET: Tells of one radio, or of all. Takes %VWIFI_A_RADIO_ID,
 *	%VWIFI_A_RADIO_IFNAME, %VWIFI_A_RADIO_IFINDEX. Answers with
 *	%VWIFI_A_RADIO_ID, %VWIFI_A_RADIO_WIPHY_NAME, %VWIFI_A_RADIO_IFINDEX,
 *	%VWIFI_A_RADIO_IFNAME, %VWIFI_A_RADIO_ADDRESS, %VWIFI_A_RADIO_TX_POWER,
 *	%VWIFI_A_RADIO_BANDS, %VWIFI_A_RADIO_OWNED, %VWIFI_A_RADIO_POSITION,
 *	%VWIFI_A_RADIO_MOVING, %VWIFI_A_RADIO_PERSONALITY,
 *	%VWIFI_A_RADIO_STREAMS, %VWIFI_A_RADIO_WIDTH, %VWIFI_A_RADIO_DRIVER_SME,
 *	%VWIFI_A_RADIO_ANTENNA_GAIN, %VWIFI_A_RADIO_NETNS_ID,
 *	%VWIFI_A_RADIO_RX_PACKETS, %VWIFI_A_RADIO_RX_BYTES,
 *	%VWIFI_A_RADIO_TX_PACKETS, %VWIFI_A_RADIO_TX_BYTES,
 *	%VWIFI_A_RADIO_DROPS. A dump has one message for each, with
 *	%VWIFI_A_RADIO_ID, %VWIFI_A_RADIO_WIPHY_NAME, %VWIFI_A_RADIO_IFINDEX,
 *	%VWIFI_A_RADIO_IFNAME, %VWIFI_A_RADIO_ADDRESS, %VWIFI_A_RADIO_TX_POWER,
 *	%VWIFI_A_RADIO_BANDS, %VWIFI_A_RADIO_OWNED, %VWIFI_A_RADIO_POSITION,
 *	%VWIFI_A_RADIO_MOVING, %VWIFI_A_RADIO_PERSONALITY,
 *	%VWIFI_A_RADIO_STREAMS, %VWIFI_A_RADIO_WIDTH, %VWIFI_A_RADIO_DRIVER_SME,
 *	%VWIFI_A_RADIO_ANTENNA_GAIN, %VWIFI_A_RADIO_NETNS_ID,
 *	%VWIFI_A_RADIO_RX_PACKETS, %VWIFI_A_RADIO_RX_BYTES,
 *	%VWIFI_A_RADIO_TX_PACKETS, %VWIFI_A_RADIO_TX_BYTES,
 *	%VWIFI_A_RADIO_DROPS.
 * @VWIFI_CMD_RADIO_SET: Changes a radio. Takes %VWIFI_A_RADIO_ID,
 *	%VWIFI_A_RADIO_IFNAME, %VWIFI_A_RADIO_IFINDEX, %VWIFI_A_RADIO_TX_POWER,
 *	%VWIFI_A_RADIO_POSITION, %VWIFI_A_RADIO_TRACK,
 *	%VWIFI_A_RADIO_ANTENNA_GAIN. Needs CAP_NET_ADMIN over the network
 *	namespaces of the radios that it touches.
 * @VWIFI_CMD_DENY_ADD: Adds one pair to the denylist. A pair that stands there
 *	already is refused. Takes %VWIFI_A_PAIR_RECEIVER, %VWIFI_A_PAIR_SENDER.
 *	Needs CAP_NET_ADMIN over the network namespaces of the radios that it
 *	touches.
 * @VWIFI_CMD_DENY_DEL: Takes one pair off the denylist. A pair that does not
 *	stand there is refused. Takes %VWIFI_A_PAIR_RECEIVER,
 *	%VWIFI_A_PAIR_SENDER. Needs CAP_NET_ADMIN over the network namespaces of
 *	the radios that it touches.
 * @VWIFI_CMD_DENY_SET: Replaces the whole denylist of an air in one step:
 *	afterwards exactly the pairs of this message are denied there. Either
 *	all of them or, on an error, the old ones. Takes
 *	%VWIFI_A_DENY_LIST_PAIR. Needs CAP_NET_ADMIN over the network namespaces
 *	of the radios that it touches.
 * @VWIFI_CMD_DENY_GET: Lists the pairs that are denied. A dump has one message
 *	for each, with %VWIFI_A_PAIR_RECEIVER_RADIO, %VWIFI_A_PAIR_SENDER_RADIO,
 *	%VWIFI_A_PAIR_FRAMES, %VWIFI_A_PAIR_FRAMES_DENIED.
 * @VWIFI_CMD_DENY_FLUSH: Empties the denylist of an air. Takes nothing. Needs
 *	CAP_NET_ADMIN over the network namespaces of the radios that it touches.
 * @VWIFI_CMD_LINK_SET: Says what is special about the link from the sender to
 *	the receiver. What is left out keeps its value, or the medium's default
 *	where the link is new. Takes %VWIFI_A_PAIR_RECEIVER,
 *	%VWIFI_A_PAIR_SENDER, %VWIFI_A_PAIR_SIGNAL, %VWIFI_A_PAIR_LOSS,
 *	%VWIFI_A_PAIR_DELAY, %VWIFI_A_PAIR_JITTER, %VWIFI_A_PAIR_RATE. Needs
 *	CAP_NET_ADMIN over the network namespaces of the radios that it touches.
 * @VWIFI_CMD_LINK_DEL: Gives a link back to the medium's defaults. Takes
 *	%VWIFI_A_PAIR_RECEIVER, %VWIFI_A_PAIR_SENDER. Needs CAP_NET_ADMIN over
 *	the network namespaces of the radios that it touches.
 * @VWIFI_CMD_LINK_GET: Lists the links with values of their own, with their
 *	counters; of the model dcf also those that have been used. A dump has
 *	one message for each, with %VWIFI_A_PAIR_RECEIVER_RADIO,
 *	%VWIFI_A_PAIR_SENDER_RADIO, %VWIFI_A_PAIR_DENIED, %VWIFI_A_PAIR_SIGNAL,
 *	%VWIFI_A_PAIR_LOSS, %VWIFI_A_PAIR_DELAY, %VWIFI_A_PAIR_JITTER,
 *	%VWIFI_A_PAIR_RATE, %VWIFI_A_PAIR_FRAMES, %VWIFI_A_PAIR_FRAMES_DENIED,
 *	%VWIFI_A_PAIR_FRAMES_LOST, %VWIFI_A_PAIR_RETRIES,
 *	%VWIFI_A_PAIR_QUEUE_DROPPED, %VWIFI_A_PAIR_AIRTIME, %VWIFI_A_PAIR_SINR,
 *	%VWIFI_A_PAIR_SENT, %VWIFI_A_PAIR_REPEATED, %VWIFI_A_PAIR_GIVEN_UP.
 * @VWIFI_CMD_MEDIUM_GET: Tells the defaults of the medium, of the caller's air
 *	where it has one, else of the host's. Takes nothing. Answers with
 *	%VWIFI_A_MEDIUM_SIGNAL, %VWIFI_A_MEDIUM_LOSS, %VWIFI_A_MEDIUM_SEED,
 *	%VWIFI_A_MEDIUM_PATH_LOSS_EXPONENT, %VWIFI_A_MEDIUM_SENSITIVITY,
 *	%VWIFI_A_MEDIUM_PATH_MODEL, %VWIFI_A_MEDIUM_WALL_COUNT,
 *	%VWIFI_A_MEDIUM_SHADOWING, %VWIFI_A_MEDIUM_FADING,
 *	%VWIFI_A_MEDIUM_RICIAN_K, %VWIFI_A_MEDIUM_COHERENCE,
 *	%VWIFI_A_MEDIUM_NOISE_FIGURE, %VWIFI_A_MEDIUM_MODEL,
 *	%VWIFI_A_MEDIUM_RATE_CONTROL, %VWIFI_A_MEDIUM_RTS_THRESHOLD,
 *	%VWIFI_A_MEDIUM_AIRTIME_FAIRNESS, %VWIFI_A_MEDIUM_RADIOS,
 *	%VWIFI_A_MEDIUM_PAIRS, %VWIFI_A_MEDIUM_VERSION.
 * @VWIFI_CMD_MEDIUM_SET: Changes the defaults of the medium of an air. Takes
 *	%VWIFI_A_MEDIUM_SIGNAL, %VWIFI_A_MEDIUM_LOSS, %VWIFI_A_MEDIUM_SEED,
 *	%VWIFI_A_MEDIUM_PATH_LOSS_EXPONENT, %VWIFI_A_MEDIUM_SENSITIVITY,
 *	%VWIFI_A_MEDIUM_PATH_MODEL, %VWIFI_A_MEDIUM_WALLS,
 *	%VWIFI_A_MEDIUM_SHADOWING, %VWIFI_A_MEDIUM_FADING,
 *	%VWIFI_A_MEDIUM_RICIAN_K, %VWIFI_A_MEDIUM_COHERENCE,
 *	%VWIFI_A_MEDIUM_NOISE_FIGURE, %VWIFI_A_MEDIUM_MODEL,
 *	%VWIFI_A_MEDIUM_RATE_CONTROL, %VWIFI_A_MEDIUM_RTS_THRESHOLD,
 *	%VWIFI_A_MEDIUM_AIRTIME_FAIRNESS. Needs CAP_NET_ADMIN over the network
 *	namespaces of the radios that it touches.
 * @VWIFI_CMD_RADIO_ADDED: A radio was made. Told to the group "config", with
 *	%VWIFI_A_RADIO_ID, %VWIFI_A_RADIO_WIPHY_NAME, %VWIFI_A_RADIO_IFINDEX,
 *	%VWIFI_A_RADIO_IFNAME, %VWIFI_A_RADIO_ADDRESS, %VWIFI_A_RADIO_TX_POWER,
 *	%VWIFI_A_RADIO_BANDS, %VWIFI_A_RADIO_OWNED, %VWIFI_A_RADIO_POSITION,
 *	%VWIFI_A_RADIO_MOVING, %VWIFI_A_RADIO_PERSONALITY,
 *	%VWIFI_A_RADIO_STREAMS, %VWIFI_A_RADIO_WIDTH, %VWIFI_A_RADIO_DRIVER_SME,
 *	%VWIFI_A_RADIO_ANTENNA_GAIN, %VWIFI_A_RADIO_NETNS_ID,
 *	%VWIFI_A_RADIO_RX_PACKETS, %VWIFI_A_RADIO_RX_BYTES,
 *	%VWIFI_A_RADIO_TX_PACKETS, %VWIFI_A_RADIO_TX_BYTES,
 *	%VWIFI_A_RADIO_DROPS.
 * @VWIFI_CMD_RADIO_REMOVED: A radio was removed. Told to the group "config",
 *	with %VWIFI_A_RADIO_ID.
 * @VWIFI_CMD_PAIR_CHANGED: A denial or a link changed, was added or was
 *	removed. Without attributes, the whole list. Told to the group "config",
 *	with %VWIFI_A_PAIR_RECEIVER_RADIO, %VWIFI_A_PAIR_SENDER_RADIO,
 *	%VWIFI_A_PAIR_DENIED, %VWIFI_A_PAIR_SIGNAL, %VWIFI_A_PAIR_LOSS,
 *	%VWIFI_A_PAIR_DELAY, %VWIFI_A_PAIR_JITTER, %VWIFI_A_PAIR_RATE.
 * @VWIFI_CMD_MEDIUM_CHANGED: The medium's defaults changed. Told to the group
 *	"config", with %VWIFI_A_MEDIUM_SIGNAL, %VWIFI_A_MEDIUM_LOSS,
 *	%VWIFI_A_MEDIUM_SEED, %VWIFI_A_MEDIUM_PATH_LOSS_EXPONENT,
 *	%VWIFI_A_MEDIUM_SENSITIVITY, %VWIFI_A_MEDIUM_PATH_MODEL,
 *	%VWIFI_A_MEDIUM_WALL_COUNT, %VWIFI_A_MEDIUM_SHADOWING,
 *	%VWIFI_A_MEDIUM_FADING, %VWIFI_A_MEDIUM_RICIAN_K,
 *	%VWIFI_A_MEDIUM_COHERENCE, %VWIFI_A_MEDIUM_NOISE_FIGURE,
 *	%VWIFI_A_MEDIUM_MODEL, %VWIFI_A_MEDIUM_RATE_CONTROL,
 *	%VWIFI_A_MEDIUM_RTS_THRESHOLD, %VWIFI_A_MEDIUM_AIRTIME_FAIRNESS,
 *	%VWIFI_A_MEDIUM_RADIOS, %VWIFI_A_MEDIUM_PAIRS, %VWIFI_A_MEDIUM_VERSION.
 * @VWIFI_CMD_STATS_SUBSCRIBE: Asks for the statistics at an interval, until the
 *	socket is closed. Each round comes to this socket alone, as messages
 *	without a sequence number: radio-get for every radio, link-get for every
 *	pair with a link or with frames, or that has been used in the model dcf,
 *	then stats-round. Asked for again, the interval changes. Who lacks
 *	CAP_NET_ADMIN over the initial namespace waits at least 100 ms from
 *	round to round; of one such user there are at most 8 subscriptions, of
 *	all of them 32, of all together 64. Takes %VWIFI_A_STATS_INTERVAL.
 * @VWIFI_CMD_STATS_ROUND: The end of a round. Told to the socket that asked,
 *	with %VWIFI_A_STATS_TIME, %VWIFI_A_STATS_MISSED.
 * @VWIFI_CMD_UNDERLAY_ATTACH: Lets the air go over an Ethernet device of the
 *	caller's network namespace, too. It has to be up. Takes
 *	%VWIFI_A_UNDERLAY_IFINDEX, %VWIFI_A_UNDERLAY_IFNAME. Needs CAP_NET_ADMIN
 *	in the initial user namespace.
 * @VWIFI_CMD_UNDERLAY_DETACH: Takes the air off an Ethernet device again. Takes
 *	%VWIFI_A_UNDERLAY_IFINDEX, %VWIFI_A_UNDERLAY_IFNAME. Needs CAP_NET_ADMIN
 *	in the initial user namespace.
 * @VWIFI_CMD_UNDERLAY_GET: Lists the underlays. A dump has one message for
 *	each, with %VWIFI_A_UNDERLAY_IFINDEX, %VWIFI_A_UNDERLAY_IFNAME,
 *	%VWIFI_A_UNDERLAY_DEVICE, %VWIFI_A_UNDERLAY_ADDRESS,
 *	%VWIFI_A_UNDERLAY_MTU, %VWIFI_A_UNDERLAY_KERNELS,
 *	%VWIFI_A_UNDERLAY_RX_FRAMES, %VWIFI_A_UNDERLAY_RX_DROPPED,
 *	%VWIFI_A_UNDERLAY_TX_FRAMES, %VWIFI_A_UNDERLAY_TX_DROPPED,
 *	%VWIFI_A_UNDERLAY_RX_MALFORMED, %VWIFI_A_UNDERLAY_RX_VERSION,
 *	%VWIFI_A_UNDERLAY_RX_UNKNOWN, %VWIFI_A_UNDERLAY_RX_REPLAYED,
 *	%VWIFI_A_UNDERLAY_RX_FORGED, %VWIFI_A_UNDERLAY_RX_UNFINISHED.
 * @VWIFI_CMD_REMOTE_GET: Lists the interfaces of other kernels. A dump has one
 *	message for each, with %VWIFI_A_REMOTE_ADDRESS, %VWIFI_A_REMOTE_KERNEL,
 *	%VWIFI_A_REMOTE_INSTANCE, %VWIFI_A_REMOTE_FREQUENCY,
 *	%VWIFI_A_REMOTE_ACCESS_POINT, %VWIFI_A_REMOTE_CELL,
 *	%VWIFI_A_REMOTE_TX_POWER, %VWIFI_A_REMOTE_LIVE, %VWIFI_A_REMOTE_ID.
 * @VWIFI_CMD_TAP_NEW: Makes a tap in the caller's network namespace, down.
 *	Frames come to it while it is up, each as it is on the air, sealed. It
 *	goes with its namespace, with tap-del, with `ip link del`, with the
 *	module, and with the socket that made it when it is owned. Takes
 *	%VWIFI_A_TAP_IFNAME, %VWIFI_A_TAP_OWNED, %VWIFI_A_TAP_SPARSE. Answers
 *	with %VWIFI_A_TAP_IFINDEX, %VWIFI_A_TAP_IFNAME. Needs CAP_NET_ADMIN over
 *	the network namespaces of the radios that it touches.
 * @VWIFI_CMD_TAP_DEL: Removes a tap of the caller's network namespace. Takes
 *	%VWIFI_A_TAP_IFINDEX, %VWIFI_A_TAP_IFNAME. Needs CAP_NET_ADMIN over the
 *	network namespaces of the radios that it touches.
 * @VWIFI_CMD_RADAR: Lets a radar appear in an air. Access points that have to
 *	look for radars (a channel of 5 GHz with radar detection, by the
 *	regulation in force) and whose channel it is in are told, as nl80211
 *	tells of any radar; so are those who listen before they start. Refused
 *	where none does. Takes %VWIFI_A_RADAR_FREQUENCY. Needs CAP_NET_ADMIN
 *	over the network namespaces of the radios that it touches.
 * @VWIFI_CMD_FAULT_ADD: From now on something is done to frames of an air that
 *	match, between radios of this kernel: management and data that their
 *	stacks and daemons send, beacons, and null frames that ask whether
 *	somebody is there. A group frame counts once for each receiver, and is
 *	never unacknowledged; beacons are dropped and corrupted, and nothing
 *	else. Of several faults each counts, and the first that is due is done.
 *	An air has 64 at most, and 1000 frames that one of them delays are on
 *	their way. A fault goes with the radios that it names. Takes
 *	%VWIFI_A_FAULT_TYPE, %VWIFI_A_FAULT_SUBTYPE, %VWIFI_A_FAULT_EAPOL,
 *	%VWIFI_A_FAULT_BSSID, %VWIFI_A_FAULT_FROM, %VWIFI_A_FAULT_TO,
 *	%VWIFI_A_FAULT_NTH, %VWIFI_A_FAULT_EVERY, %VWIFI_A_FAULT_TIMES,
 *	%VWIFI_A_FAULT_ACTION, %VWIFI_A_FAULT_DELAY, %VWIFI_A_FAULT_OCTET.
 *	Answers with %VWIFI_A_FAULT_ID. Needs CAP_NET_ADMIN over the network
 *	namespaces of the radios that it touches.
 * @VWIFI_CMD_FAULT_DEL: Removes a fault of an air, and what it delays. Takes
 *	%VWIFI_A_FAULT_ID. Needs CAP_NET_ADMIN over the network namespaces of
 *	the radios that it touches.
 * @VWIFI_CMD_FAULT_GET: Lists the faults of the air of the caller's user
 *	namespace, with their counters. A dump has one message for each, with
 *	%VWIFI_A_FAULT_ID, %VWIFI_A_FAULT_TYPE, %VWIFI_A_FAULT_SUBTYPE,
 *	%VWIFI_A_FAULT_EAPOL, %VWIFI_A_FAULT_BSSID, %VWIFI_A_FAULT_FROM_RADIO,
 *	%VWIFI_A_FAULT_TO_RADIO, %VWIFI_A_FAULT_NTH, %VWIFI_A_FAULT_EVERY,
 *	%VWIFI_A_FAULT_TIMES, %VWIFI_A_FAULT_ACTION, %VWIFI_A_FAULT_DELAY,
 *	%VWIFI_A_FAULT_OCTET, %VWIFI_A_FAULT_MATCHED, %VWIFI_A_FAULT_DONE.
 * @VWIFI_CMD_FAULT_FLUSH: Removes all faults of an air. Takes nothing. Needs
 *	CAP_NET_ADMIN over the network namespaces of the radios that it touches.
 * @VWIFI_CMD_JAM: Jams a part of the spectrum of an air for a time; 16 at most
 *	are going on. What is sent with a primary channel in it is lost (model
 *	ideal), or has to be read out of the noise (dcf): there who finds its
 *	channel busy waits a tenth of a second for the noise to end, and gives
 *	its frames up then as if they were not acknowledged. The survey counts
 *	it as busy. Takes %VWIFI_A_JAM_FREQUENCY, %VWIFI_A_JAM_WIDTH,
 *	%VWIFI_A_JAM_DURATION, %VWIFI_A_JAM_SIGNAL. Needs CAP_NET_ADMIN over the
 *	network namespaces of the radios that it touches.
 * @VWIFI_CMD_JAM_END: Ends what jams this frequency, or, without one, all of
 *	it. Refused where nothing does. Takes %VWIFI_A_JAM_FREQUENCY. Needs
 *	CAP_NET_ADMIN over the network namespaces of the radios that it touches.
 * @VWIFI_CMD_JAM_GET: Lists what jams the air of the caller's user namespace. A
 *	dump has one message for each, with %VWIFI_A_JAM_FREQUENCY,
 *	%VWIFI_A_JAM_WIDTH, %VWIFI_A_JAM_DURATION, %VWIFI_A_JAM_SIGNAL.
 */
enum vwifi_command {
	VWIFI_CMD_RADIO_NEW = 1,
	VWIFI_CMD_RADIO_DEL,
	VWIFI_CMD_RADIO_GET,
	VWIFI_CMD_RADIO_SET,
	VWIFI_CMD_DENY_ADD,
	VWIFI_CMD_DENY_DEL,
	VWIFI_CMD_DENY_SET,
	VWIFI_CMD_DENY_GET,
	VWIFI_CMD_DENY_FLUSH,
	VWIFI_CMD_LINK_SET,
	VWIFI_CMD_LINK_DEL,
	VWIFI_CMD_LINK_GET,
	VWIFI_CMD_MEDIUM_GET,
	VWIFI_CMD_MEDIUM_SET,
	VWIFI_CMD_RADIO_ADDED,
	VWIFI_CMD_RADIO_REMOVED,
	VWIFI_CMD_PAIR_CHANGED,
	VWIFI_CMD_MEDIUM_CHANGED,
	VWIFI_CMD_STATS_SUBSCRIBE,
	VWIFI_CMD_STATS_ROUND,
	VWIFI_CMD_UNDERLAY_ATTACH,
	VWIFI_CMD_UNDERLAY_DETACH,
	VWIFI_CMD_UNDERLAY_GET,
	VWIFI_CMD_REMOTE_GET,
	VWIFI_CMD_TAP_NEW,
	VWIFI_CMD_TAP_DEL,
	VWIFI_CMD_RADAR,
	VWIFI_CMD_FAULT_ADD,
	VWIFI_CMD_FAULT_DEL,
	VWIFI_CMD_FAULT_GET,
	VWIFI_CMD_FAULT_FLUSH,
	VWIFI_CMD_JAM,
	VWIFI_CMD_JAM_END,
	VWIFI_CMD_JAM_GET,

	/* private: */
	__VWIFI_CMD_MAX,
	VWIFI_CMD_MAX = (__VWIFI_CMD_MAX - 1)
};

/**
 * enum vwifi_radio_attr - A radio, a wiphy with its first interface.
 *
 * @VWIFI_A_RADIO_ID: (u32) Number of the radio; free again when it is removed.
 * @VWIFI_A_RADIO_WIPHY_NAME: (string, at most 63 characters) Name of its wiphy.
 * @VWIFI_A_RADIO_IFINDEX: (u32) Index of its first interface, in its own
 *	network namespace.
 * @VWIFI_A_RADIO_IFNAME: (string, at most 15 characters) Name of its first
 *	interface; %d is replaced by a free number.
 * @VWIFI_A_RADIO_ADDRESS: (binary, 6 bytes) Address of its first interface.
 * @VWIFI_A_RADIO_TX_POWER: (s32, 0 to 3000) Transmit power in mBm (hundredths
 *	of a dBm).
 * @VWIFI_A_RADIO_BANDS: (u32, 1 to 11) Bands: bit 0 is 2.4 GHz, bit 1 is 5 GHz,
 *	bit 3 is 6 GHz. All when left out.
 * @VWIFI_A_RADIO_OWNED: (flag) The radio goes when the socket that made it is
 *	closed.
 * @VWIFI_A_RADIO_NETNS_ID: (s32) Its network namespace as an id of the caller's
 *	(RTM_NEWNSID), or -1.
 * @VWIFI_A_RADIO_RX_PACKETS: (u64)
 * @VWIFI_A_RADIO_RX_BYTES: (u64)
 * @VWIFI_A_RADIO_TX_PACKETS: (u64)
 * @VWIFI_A_RADIO_TX_BYTES: (u64)
 * @VWIFI_A_RADIO_DROPS: (nest of drop-count, may be repeated) Frames dropped by
 *	this radio, by cause. Causes without a drop are left out.
 * @VWIFI_A_RADIO_PAD: Filler that aligns a 64-bit attribute.
 * @VWIFI_A_RADIO_POSITION: (nest of position) Where it stands. Between two
 *	radios that stand somewhere, the signal falls with the distance.
 * @VWIFI_A_RADIO_PERSONALITY: (u32 of enum vwifi_personality, 0 to 4) How
 *	modern it is; eht when left out.
 * @VWIFI_A_RADIO_TRACK: (nest of track) Where it goes from now on, instead of a
 *	position.
 * @VWIFI_A_RADIO_MOVING: (flag) Its track is not at its end.
 * @VWIFI_A_RADIO_ANTENNA_GAIN: (s32, -3000 to 6000) Gain of its antenna,
 *	sending and receiving, in hundredths of a dBi; 0 at first.
 * @VWIFI_A_RADIO_STREAMS: (u32, 1 to 4) Spatial streams; 4 when left out.
 * @VWIFI_A_RADIO_WIDTH: (u32, 20 to 320) Its widest channel, in MHz: 20, 40,
 *	80, 160 or 320, as when left out. VHT begins at 80: with less there is
 *	none.
 * @VWIFI_A_RADIO_IFTYPES: (u32, at least 1) Types that its interfaces may have,
 *	a bit for each of nl80211's (NL80211_IFTYPE_*), that of a station among
 *	them; all when left out.
 * @VWIFI_A_RADIO_CIPHERS: (binary, at most 256 characters) Cipher suites that
 *	it may have, four octets each, as numbers of this machine; all when left
 *	out.
 * @VWIFI_A_RADIO_DRIVER_SME: (flag) It has the SME: told which network
 *	(NL80211_CMD_CONNECT), it finds an access point, joins it and goes over
 *	to better ones by itself, as FullMAC devices do.
 */
enum vwifi_radio_attr {
	VWIFI_A_RADIO_ID = 1,
	VWIFI_A_RADIO_WIPHY_NAME,
	VWIFI_A_RADIO_IFINDEX,
	VWIFI_A_RADIO_IFNAME,
	VWIFI_A_RADIO_ADDRESS,
	VWIFI_A_RADIO_TX_POWER,
	VWIFI_A_RADIO_BANDS,
	VWIFI_A_RADIO_OWNED,
	VWIFI_A_RADIO_NETNS_ID,
	VWIFI_A_RADIO_RX_PACKETS,
	VWIFI_A_RADIO_RX_BYTES,
	VWIFI_A_RADIO_TX_PACKETS,
	VWIFI_A_RADIO_TX_BYTES,
	VWIFI_A_RADIO_DROPS,
	VWIFI_A_RADIO_PAD,
	VWIFI_A_RADIO_POSITION,
	VWIFI_A_RADIO_PERSONALITY,
	VWIFI_A_RADIO_TRACK,
	VWIFI_A_RADIO_MOVING,
	VWIFI_A_RADIO_ANTENNA_GAIN,
	VWIFI_A_RADIO_STREAMS,
	VWIFI_A_RADIO_WIDTH,
	VWIFI_A_RADIO_IFTYPES,
	VWIFI_A_RADIO_CIPHERS,
	VWIFI_A_RADIO_DRIVER_SME,

	/* private: */
	__VWIFI_A_RADIO_MAX,
	VWIFI_A_RADIO_MAX = (__VWIFI_A_RADIO_MAX - 1)
};

/**
 * enum vwifi_position_attr - A place, in centimetres from an origin that the
 *	laboratory chooses. What is left out is 0.
 *
 * @VWIFI_A_POSITION_X: (s32, -10000000 to 10000000)
 * @VWIFI_A_POSITION_Y: (s32, -10000000 to 10000000)
 * @VWIFI_A_POSITION_Z: (s32, -10000000 to 10000000)
 */
enum vwifi_position_attr {
	VWIFI_A_POSITION_X = 1,
	VWIFI_A_POSITION_Y,
	VWIFI_A_POSITION_Z,

	/* private: */
	__VWIFI_A_POSITION_MAX,
	VWIFI_A_POSITION_MAX = (__VWIFI_A_POSITION_MAX - 1)
};

/**
 * enum vwifi_track_attr - A way that a radio goes.
 *
 * @VWIFI_A_TRACK_POINT: (nest of waypoint, may be repeated) A point of it, 1024
 *	at most, in the order of time: at the first from the beginning on, at
 *	the last for good, between two on a straight line.
 * @VWIFI_A_TRACK_REPEAT: (flag) After the last point it begins anew.
 */
enum vwifi_track_attr {
	VWIFI_A_TRACK_POINT = 1,
	VWIFI_A_TRACK_REPEAT,

	/* private: */
	__VWIFI_A_TRACK_MAX,
	VWIFI_A_TRACK_MAX = (__VWIFI_A_TRACK_MAX - 1)
};

/**
 * enum vwifi_waypoint_attr - A place, in centimetres, and when it is reached.
 *	What is left out is 0.
 *
 * @VWIFI_A_WAYPOINT_X: (s32, -10000000 to 10000000)
 * @VWIFI_A_WAYPOINT_Y: (s32, -10000000 to 10000000)
 * @VWIFI_A_WAYPOINT_Z: (s32, -10000000 to 10000000)
 * @VWIFI_A_WAYPOINT_TIME: (u32) Milliseconds since the track was set.
 */
enum vwifi_waypoint_attr {
	VWIFI_A_WAYPOINT_X = 1,
	VWIFI_A_WAYPOINT_Y,
	VWIFI_A_WAYPOINT_Z,
	VWIFI_A_WAYPOINT_TIME,

	/* private: */
	__VWIFI_A_WAYPOINT_MAX,
	VWIFI_A_WAYPOINT_MAX = (__VWIFI_A_WAYPOINT_MAX - 1)
};

/**
 * enum vwifi_wall_attr - A wall: a straight line on the ground, as high as need
 *	be. What is left out is 0.
 *
 * @VWIFI_A_WALL_X1: (s32, -10000000 to 10000000) Its ends, in centimetres.
 * @VWIFI_A_WALL_Y1: (s32, -10000000 to 10000000)
 * @VWIFI_A_WALL_X2: (s32, -10000000 to 10000000)
 * @VWIFI_A_WALL_Y2: (s32, -10000000 to 10000000)
 * @VWIFI_A_WALL_LOSS: (u32, 0 to 10000) What a signal loses that goes through
 *	it, in hundredths of a dB.
 */
enum vwifi_wall_attr {
	VWIFI_A_WALL_X1 = 1,
	VWIFI_A_WALL_Y1,
	VWIFI_A_WALL_X2,
	VWIFI_A_WALL_Y2,
	VWIFI_A_WALL_LOSS,

	/* private: */
	__VWIFI_A_WALL_MAX,
	VWIFI_A_WALL_MAX = (__VWIFI_A_WALL_MAX - 1)
};

/**
 * enum vwifi_wall_list_attr - attributes of wall-list.
 *
 * @VWIFI_A_WALL_LIST_WALL: (nest of wall, may be repeated)
 */
enum vwifi_wall_list_attr {
	VWIFI_A_WALL_LIST_WALL = 1,

	/* private: */
	__VWIFI_A_WALL_LIST_MAX,
	VWIFI_A_WALL_LIST_MAX = (__VWIFI_A_WALL_LIST_MAX - 1)
};

/**
 * enum vwifi_drop_count_attr - attributes of drop-count.
 *
 * @VWIFI_A_DROP_COUNT_CAUSE: (u32 of enum vwifi_drop)
 * @VWIFI_A_DROP_COUNT_COUNT: (u64)
 * @VWIFI_A_DROP_COUNT_PAD: Filler that aligns a 64-bit attribute.
 */
enum vwifi_drop_count_attr {
	VWIFI_A_DROP_COUNT_CAUSE = 1,
	VWIFI_A_DROP_COUNT_COUNT,
	VWIFI_A_DROP_COUNT_PAD,

	/* private: */
	__VWIFI_A_DROP_COUNT_MAX,
	VWIFI_A_DROP_COUNT_MAX = (__VWIFI_A_DROP_COUNT_MAX - 1)
};

/**
 * enum vwifi_end_attr - One end of a pair: a radio by exactly one of its names.
 *	Interfaces are found in every network namespace.
 *
 * @VWIFI_A_END_RADIO: (u32) Number of the radio.
 * @VWIFI_A_END_IFINDEX: (u32) Index of an interface in the caller's network
 *	namespace.
 * @VWIFI_A_END_IFNAME: (string, at most 15 characters) Name of an interface: in
 *	the caller's network namespace first, elsewhere if only one there has
 *	it.
 * @VWIFI_A_END_ADDRESS: (binary, 6 bytes) Address of an interface.
 */
enum vwifi_end_attr {
	VWIFI_A_END_RADIO = 1,
	VWIFI_A_END_IFINDEX,
	VWIFI_A_END_IFNAME,
	VWIFI_A_END_ADDRESS,

	/* private: */
	__VWIFI_A_END_MAX,
	VWIFI_A_END_MAX = (__VWIFI_A_END_MAX - 1)
};

/**
 * enum vwifi_pair_attr - A directed pair of radios, what the receiver does to
 *	frames of the sender.
 *
 * @VWIFI_A_PAIR_RECEIVER: (nest of end)
 * @VWIFI_A_PAIR_SENDER: (nest of end)
 * @VWIFI_A_PAIR_RECEIVER_RADIO: (u32) Number of the receiving radio (answers).
 * @VWIFI_A_PAIR_SENDER_RADIO: (u32) Number of the sending radio (answers); from
 *	65536 on it is one of another kernel.
 * @VWIFI_A_PAIR_DENIED: (flag) Data frames of the sender are dropped by the
 *	receiver.
 * @VWIFI_A_PAIR_SIGNAL: (s32, -128 to 0) What the receiver reads when the
 *	sender transmits with 0 dBm, in dBm.
 * @VWIFI_A_PAIR_LOSS: (u32, 0 to 1000000) Probability that one transmission is
 *	lost, in millionths.
 * @VWIFI_A_PAIR_DELAY: (u32, 0 to 10000000) Delay in microseconds.
 * @VWIFI_A_PAIR_JITTER: (u32, 0 to 10000000) Added to the delay: evenly
 *	distributed from 0 to this, in microseconds. Order is kept.
 * @VWIFI_A_PAIR_RATE: (u64) Limit of the link in bit/s; 0 for none.
 * @VWIFI_A_PAIR_FRAMES: (u64) Frames that the receiver was offered from the
 *	sender since the pair exists.
 * @VWIFI_A_PAIR_FRAMES_DENIED: (u64) Frames dropped because the pair is denied.
 * @VWIFI_A_PAIR_FRAMES_LOST: (u64) Transmissions lost.
 * @VWIFI_A_PAIR_RETRIES: (u64) Transmissions repeated.
 * @VWIFI_A_PAIR_QUEUE_DROPPED: (u64) Frames dropped because the queue of a
 *	delayed or limited link was full.
 * @VWIFI_A_PAIR_PAD: Filler that aligns a 64-bit attribute.
 * @VWIFI_A_PAIR_AIRTIME: (u64) What the sender has used of the air for frames
 *	to the receiver, in microseconds, failures among it (model dcf).
 * @VWIFI_A_PAIR_SINR: (s32) What the receiver found of the last data frame:
 *	signal to noise and interference, in hundredths of a dB (model dcf).
 * @VWIFI_A_PAIR_SENT: (u64) Frames of the sender that were acknowledged (model
 *	dcf).
 * @VWIFI_A_PAIR_REPEATED: (u64) Transmissions beyond the first (model dcf).
 * @VWIFI_A_PAIR_GIVEN_UP: (u64) Frames that were never acknowledged (model
 *	dcf).
 */
enum vwifi_pair_attr {
	VWIFI_A_PAIR_RECEIVER = 1,
	VWIFI_A_PAIR_SENDER,
	VWIFI_A_PAIR_RECEIVER_RADIO,
	VWIFI_A_PAIR_SENDER_RADIO,
	VWIFI_A_PAIR_DENIED,
	VWIFI_A_PAIR_SIGNAL,
	VWIFI_A_PAIR_LOSS,
	VWIFI_A_PAIR_DELAY,
	VWIFI_A_PAIR_JITTER,
	VWIFI_A_PAIR_RATE,
	VWIFI_A_PAIR_FRAMES,
	VWIFI_A_PAIR_FRAMES_DENIED,
	VWIFI_A_PAIR_FRAMES_LOST,
	VWIFI_A_PAIR_RETRIES,
	VWIFI_A_PAIR_QUEUE_DROPPED,
	VWIFI_A_PAIR_PAD,
	VWIFI_A_PAIR_AIRTIME,
	VWIFI_A_PAIR_SINR,
	VWIFI_A_PAIR_SENT,
	VWIFI_A_PAIR_REPEATED,
	VWIFI_A_PAIR_GIVEN_UP,

	/* private: */
	__VWIFI_A_PAIR_MAX,
	VWIFI_A_PAIR_MAX = (__VWIFI_A_PAIR_MAX - 1)
};

/**
 * enum vwifi_deny_list_attr - attributes of deny-list.
 *
 * @VWIFI_A_DENY_LIST_PAIR: (nest of end-pair, may be repeated) One pair: a
 *	receiver and a sender.
 */
enum vwifi_deny_list_attr {
	VWIFI_A_DENY_LIST_PAIR = 1,

	/* private: */
	__VWIFI_A_DENY_LIST_MAX,
	VWIFI_A_DENY_LIST_MAX = (__VWIFI_A_DENY_LIST_MAX - 1)
};

/**
 * enum vwifi_medium_attr - attributes of medium.
 *
 * @VWIFI_A_MEDIUM_SIGNAL: (s32, -128 to 0) What everybody reads of a
 *	transmitter with 0 dBm, in dBm, up to a metre from it; a link may say
 *	otherwise.
 * @VWIFI_A_MEDIUM_LOSS: (u32, 0 to 1000000) Loss of every link that says
 *	nothing else, in millionths.
 * @VWIFI_A_MEDIUM_SEED: (u64) Seed of every random choice. Setting it starts
 *	all sequences anew.
 * @VWIFI_A_MEDIUM_RADIOS: (u32) Number of radios.
 * @VWIFI_A_MEDIUM_PAIRS: (u32) Number of pairs with a denial or a link.
 * @VWIFI_A_MEDIUM_VERSION: (string) Version of the module.
 * @VWIFI_A_MEDIUM_PAD: Filler that aligns a 64-bit attribute.
 * @VWIFI_A_MEDIUM_PATH_LOSS_EXPONENT: (u32, 0 to 1000) How fast the signal
 *	falls between radios with positions, in hundredths: 200 in free space,
 *	300 at first, 400 among walls.
 * @VWIFI_A_MEDIUM_SENSITIVITY: (s32, -128 to 0) Frames that arrive weaker than
 *	this, in dBm, are not heard. -128, as at first: all are.
 * @VWIFI_A_MEDIUM_PATH_MODEL: (u32 of enum vwifi_path-model, 0 to 2) How the
 *	signal falls over distance; log-distance at first.
 * @VWIFI_A_MEDIUM_WALLS: (nest of wall-list) All walls, 256 at most, instead of
 *	those there were: between radios with positions.
 * @VWIFI_A_MEDIUM_WALL_COUNT: (u32) Number of walls.
 * @VWIFI_A_MEDIUM_SHADOWING: (u32, 0 to 3000) Standard deviation of what a pair
 *	loses or gains for good, the same in both directions, in hundredths of a
 *	dB.
 * @VWIFI_A_MEDIUM_FADING: (u32 of enum vwifi_fading, 0 to 2) How the signals
 *	vary in time.
 * @VWIFI_A_MEDIUM_RICIAN_K: (u32, 0 to 4000) With rician: the power of the
 *	direct path over that of the others, in hundredths of a dB; 600 at
 *	first.
 * @VWIFI_A_MEDIUM_COHERENCE: (u32, 100 to 10000000) For how long a fading
 *	signal stays as it is, in microseconds; 20000 at first.
 * @VWIFI_A_MEDIUM_NOISE_FIGURE: (u32, 0 to 4000) What receivers add to thermal
 *	noise, in hundredths of a dB; 600 at first.
 * @VWIFI_A_MEDIUM_MODEL: (u32 of enum vwifi_model, 0 to 1) What it is like;
 *	ideal at first.
 * @VWIFI_A_MEDIUM_RATE_CONTROL: (u32 of enum vwifi_rate-control, 0 to 1) How
 *	rates are chosen, of dcf; minstrel at first.
 * @VWIFI_A_MEDIUM_RTS_THRESHOLD: (u32) RTS and CTS go before what is longer, in
 *	octets, of dcf and of radios that have no threshold of their own;
 *	4294967295, as at first: never.
 * @VWIFI_A_MEDIUM_AIRTIME_FAIRNESS: (u32, 0 to 1) Whether a transmitter gives
 *	its peers equal airtime, of dcf; 1, as at first. 0: equally many
 *	transmissions.
 */
enum vwifi_medium_attr {
	VWIFI_A_MEDIUM_SIGNAL = 1,
	VWIFI_A_MEDIUM_LOSS,
	VWIFI_A_MEDIUM_SEED,
	VWIFI_A_MEDIUM_RADIOS,
	VWIFI_A_MEDIUM_PAIRS,
	VWIFI_A_MEDIUM_VERSION,
	VWIFI_A_MEDIUM_PAD,
	VWIFI_A_MEDIUM_PATH_LOSS_EXPONENT,
	VWIFI_A_MEDIUM_SENSITIVITY,
	VWIFI_A_MEDIUM_PATH_MODEL,
	VWIFI_A_MEDIUM_WALLS,
	VWIFI_A_MEDIUM_WALL_COUNT,
	VWIFI_A_MEDIUM_SHADOWING,
	VWIFI_A_MEDIUM_FADING,
	VWIFI_A_MEDIUM_RICIAN_K,
	VWIFI_A_MEDIUM_COHERENCE,
	VWIFI_A_MEDIUM_NOISE_FIGURE,
	VWIFI_A_MEDIUM_MODEL,
	VWIFI_A_MEDIUM_RATE_CONTROL,
	VWIFI_A_MEDIUM_RTS_THRESHOLD,
	VWIFI_A_MEDIUM_AIRTIME_FAIRNESS,

	/* private: */
	__VWIFI_A_MEDIUM_MAX,
	VWIFI_A_MEDIUM_MAX = (__VWIFI_A_MEDIUM_MAX - 1)
};

/**
 * enum vwifi_radar_attr - A radar, which has a claim on its channel before
 *	Wi-Fi.
 *
 * @VWIFI_A_RADAR_FREQUENCY: (u32, 1 to 10000) Its frequency, in MHz.
 */
enum vwifi_radar_attr {
	VWIFI_A_RADAR_FREQUENCY = 1,

	/* private: */
	__VWIFI_A_RADAR_MAX,
	VWIFI_A_RADAR_MAX = (__VWIFI_A_RADAR_MAX - 1)
};

/**
 * enum vwifi_fault_attr - Frames that a fault meets, and what it does to them.
 *	What is left out matches every frame.
 *
 * @VWIFI_A_FAULT_ID: (u32) Its number, never given again as long as the air is
 *	there.
 * @VWIFI_A_FAULT_TYPE: (u32 of enum vwifi_frame-type, 0 to 2) Type of the
 *	frame.
 * @VWIFI_A_FAULT_SUBTYPE: (u32, 0 to 15) Subtype of the frame (802.11-2020,
 *	table 9-1); needs the type. QoS data is 8, null frames are 4.
 * @VWIFI_A_FAULT_EAPOL: (u32 of enum vwifi_eapol, 1 to 6) Message of a
 *	handshake, which is data.
 * @VWIFI_A_FAULT_BSSID: (binary, 6 bytes) Of the BSS that it is sent in.
 * @VWIFI_A_FAULT_FROM: (nest of end) The radio that transmits it: of the air
 *	that the fault is of.
 * @VWIFI_A_FAULT_TO: (nest of end) The radio that is to receive it; of a group
 *	frame one of those.
 * @VWIFI_A_FAULT_FROM_RADIO: (u32) Number of the transmitting radio (answers).
 * @VWIFI_A_FAULT_TO_RADIO: (u32) Number of the receiving radio (answers).
 * @VWIFI_A_FAULT_NTH: (u32, at least 1) Number of the first frame that it is
 *	done to, of all that match. With neither every nor times to that one
 *	alone.
 * @VWIFI_A_FAULT_EVERY: (u32, at least 1) From then on to every one of this
 *	number; where nth is left out, the first is of this number, too.
 * @VWIFI_A_FAULT_TIMES: (u32, at least 1) So many times at most.
 * @VWIFI_A_FAULT_ACTION: (u32 of enum vwifi_fault-action, 1 to 6) What is done.
 * @VWIFI_A_FAULT_DELAY: (u32, 1 to 10000000) Of delay: by how much, in
 *	microseconds.
 * @VWIFI_A_FAULT_OCTET: (u32, 0 to 2303) Of alter: which octet of the frame
 *	body (of data: of the packet), from 0; the last one where it has no
 *	more.
 * @VWIFI_A_FAULT_MATCHED: (u64) Frames that matched, once for each receiver.
 * @VWIFI_A_FAULT_DONE: (u64) How many of them it was done to.
 * @VWIFI_A_FAULT_PAD: Filler that aligns a 64-bit attribute.
 */
enum vwifi_fault_attr {
	VWIFI_A_FAULT_ID = 1,
	VWIFI_A_FAULT_TYPE,
	VWIFI_A_FAULT_SUBTYPE,
	VWIFI_A_FAULT_EAPOL,
	VWIFI_A_FAULT_BSSID,
	VWIFI_A_FAULT_FROM,
	VWIFI_A_FAULT_TO,
	VWIFI_A_FAULT_FROM_RADIO,
	VWIFI_A_FAULT_TO_RADIO,
	VWIFI_A_FAULT_NTH,
	VWIFI_A_FAULT_EVERY,
	VWIFI_A_FAULT_TIMES,
	VWIFI_A_FAULT_ACTION,
	VWIFI_A_FAULT_DELAY,
	VWIFI_A_FAULT_OCTET,
	VWIFI_A_FAULT_MATCHED,
	VWIFI_A_FAULT_DONE,
	VWIFI_A_FAULT_PAD,

	/* private: */
	__VWIFI_A_FAULT_MAX,
	VWIFI_A_FAULT_MAX = (__VWIFI_A_FAULT_MAX - 1)
};

/**
 * enum vwifi_jam_attr - Noise on a channel, for a time.
 *
 * @VWIFI_A_JAM_FREQUENCY: (u32, 2400 to 7200) Its centre, in MHz.
 * @VWIFI_A_JAM_WIDTH: (u32, 1 to 320) How wide it is, in MHz; 20 when left out.
 * @VWIFI_A_JAM_DURATION: (u32, 1 to 3600000) For how long, in milliseconds; of
 *	one that is going on: for how long still.
 * @VWIFI_A_JAM_SIGNAL: (s32, -128 to 0) What every receiver reads of it over
 *	its width, of the model dcf, in dBm; -30 when left out.
 */
enum vwifi_jam_attr {
	VWIFI_A_JAM_FREQUENCY = 1,
	VWIFI_A_JAM_WIDTH,
	VWIFI_A_JAM_DURATION,
	VWIFI_A_JAM_SIGNAL,

	/* private: */
	__VWIFI_A_JAM_MAX,
	VWIFI_A_JAM_MAX = (__VWIFI_A_JAM_MAX - 1)
};

/**
 * enum vwifi_stats_attr - A subscription to the statistics.
 *
 * @VWIFI_A_STATS_INTERVAL: (u32, 10 to 3600000) From one round to the next, in
 *	milliseconds.
 * @VWIFI_A_STATS_TIME: (u64) When the round was taken, in nanoseconds since the
 *	boot.
 * @VWIFI_A_STATS_MISSED: (u32) Rounds since the last one for which the socket
 *	had no room.
 * @VWIFI_A_STATS_PAD: Filler that aligns a 64-bit attribute.
 */
enum vwifi_stats_attr {
	VWIFI_A_STATS_INTERVAL = 1,
	VWIFI_A_STATS_TIME,
	VWIFI_A_STATS_MISSED,
	VWIFI_A_STATS_PAD,

	/* private: */
	__VWIFI_A_STATS_MAX,
	VWIFI_A_STATS_MAX = (__VWIFI_A_STATS_MAX - 1)
};

/**
 * enum vwifi_underlay_attr - What carries the air to other kernels.
 *
 * @VWIFI_A_UNDERLAY_IFINDEX: (u32) Index of its Ethernet device, in that
 *	device's own network namespace.
 * @VWIFI_A_UNDERLAY_IFNAME: (string, at most 15 characters) Name of its
 *	Ethernet device.
 * @VWIFI_A_UNDERLAY_DEVICE: (string) Name of the virtio device that the driver
 *	drives itself.
 * @VWIFI_A_UNDERLAY_ADDRESS: (binary) Its Ethernet address.
 * @VWIFI_A_UNDERLAY_MTU: (u32) Octets that a frame has behind its Ethernet
 *	header, at most.
 * @VWIFI_A_UNDERLAY_KERNELS: (u32) Other kernels that live on it.
 * @VWIFI_A_UNDERLAY_RX_FRAMES: (u64) Frames received: of the right form, and
 *	not our own.
 * @VWIFI_A_UNDERLAY_RX_DROPPED: (u64) Frames dropped, all in all.
 * @VWIFI_A_UNDERLAY_TX_FRAMES: (u64) Frames sent.
 * @VWIFI_A_UNDERLAY_TX_DROPPED: (u64) Frames for which there was no room.
 * @VWIFI_A_UNDERLAY_PAD: Filler that aligns a 64-bit attribute.
 * @VWIFI_A_UNDERLAY_RX_MALFORMED: (u64) Of the dropped: too short, too long, or
 *	what no kernel sends.
 * @VWIFI_A_UNDERLAY_RX_VERSION: (u64) Of the dropped: of another version of the
 *	wire.
 * @VWIFI_A_UNDERLAY_RX_UNKNOWN: (u64) Of the dropped: from a kernel that has
 *	not said HELLO.
 * @VWIFI_A_UNDERLAY_RX_REPLAYED: (u64) Of the dropped: messages that came
 *	before, or too late.
 * @VWIFI_A_UNDERLAY_RX_FORGED: (u64) Of the dropped: in the name of an address
 *	that another kernel has, this one included.
 * @VWIFI_A_UNDERLAY_RX_UNFINISHED: (u64) Of the dropped: pieces of a message of
 *	which the others did not come in time, or for which there was no room.
 */
enum vwifi_underlay_attr {
	VWIFI_A_UNDERLAY_IFINDEX = 1,
	VWIFI_A_UNDERLAY_IFNAME,
	VWIFI_A_UNDERLAY_DEVICE,
	VWIFI_A_UNDERLAY_ADDRESS,
	VWIFI_A_UNDERLAY_MTU,
	VWIFI_A_UNDERLAY_KERNELS,
	VWIFI_A_UNDERLAY_RX_FRAMES,
	VWIFI_A_UNDERLAY_RX_DROPPED,
	VWIFI_A_UNDERLAY_TX_FRAMES,
	VWIFI_A_UNDERLAY_TX_DROPPED,
	VWIFI_A_UNDERLAY_PAD,
	VWIFI_A_UNDERLAY_RX_MALFORMED,
	VWIFI_A_UNDERLAY_RX_VERSION,
	VWIFI_A_UNDERLAY_RX_UNKNOWN,
	VWIFI_A_UNDERLAY_RX_REPLAYED,
	VWIFI_A_UNDERLAY_RX_FORGED,
	VWIFI_A_UNDERLAY_RX_UNFINISHED,

	/* private: */
	__VWIFI_A_UNDERLAY_MAX,
	VWIFI_A_UNDERLAY_MAX = (__VWIFI_A_UNDERLAY_MAX - 1)
};

/**
 * enum vwifi_remote_attr - An interface of another kernel.
 *
 * @VWIFI_A_REMOTE_ADDRESS: (binary) Its address.
 * @VWIFI_A_REMOTE_KERNEL: (binary) Ethernet address of its kernel.
 * @VWIFI_A_REMOTE_INSTANCE: (u32) Number that its kernel drew when its module
 *	was loaded.
 * @VWIFI_A_REMOTE_FREQUENCY: (u32) Channel that it is on, MHz; 0 for none.
 * @VWIFI_A_REMOTE_ACCESS_POINT: (flag) It is a running access point.
 * @VWIFI_A_REMOTE_CELL: (flag) It is a member of an ad hoc cell.
 * @VWIFI_A_REMOTE_TX_POWER: (s32) Transmit power in mBm.
 * @VWIFI_A_REMOTE_LIVE: (flag) Its kernel has been heard lately.
 * @VWIFI_A_REMOTE_ID: (u32) Number of its radio, in pairs of this kernel.
 */
enum vwifi_remote_attr {
	VWIFI_A_REMOTE_ADDRESS = 1,
	VWIFI_A_REMOTE_KERNEL,
	VWIFI_A_REMOTE_INSTANCE,
	VWIFI_A_REMOTE_FREQUENCY,
	VWIFI_A_REMOTE_ACCESS_POINT,
	VWIFI_A_REMOTE_CELL,
	VWIFI_A_REMOTE_TX_POWER,
	VWIFI_A_REMOTE_LIVE,
	VWIFI_A_REMOTE_ID,

	/* private: */
	__VWIFI_A_REMOTE_MAX,
	VWIFI_A_REMOTE_MAX = (__VWIFI_A_REMOTE_MAX - 1)
};

/**
 * enum vwifi_tap_attr - A device that hears all channels, as 802.11 frames with
 *	a radiotap header: of every radio that its network namespace sees,
 *	wherever the two are moved meanwhile.
 *
 * @VWIFI_A_TAP_IFINDEX: (u32) Its index, in the caller's network namespace.
 * @VWIFI_A_TAP_IFNAME: (string, at most 15 characters) Its name; %d is replaced
 *	by a free number. vwtap%d when left out.
 * @VWIFI_A_TAP_OWNED: (flag) The tap goes when the socket that made it is
 *	closed.
 * @VWIFI_A_TAP_SPARSE: (flag) Nothing that is routine: no beacons, no data but
 *	EAPOL, no null frames, no acknowledgements.
 */
enum vwifi_tap_attr {
	VWIFI_A_TAP_IFINDEX = 1,
	VWIFI_A_TAP_IFNAME,
	VWIFI_A_TAP_OWNED,
	VWIFI_A_TAP_SPARSE,

	/* private: */
	__VWIFI_A_TAP_MAX,
	VWIFI_A_TAP_MAX = (__VWIFI_A_TAP_MAX - 1)
};

#endif /* _UAPI_VWIFI_H */
