// SPDX-License-Identifier: MIT OR GPL-2.0
/* What the family says of places: where radios stand and go, what is between them, how signals fare there. */
#include "air/air.h"
#include "genl-gen.h"
#include "genl.h"

#define VWIFI_WAYPOINTS_MAX	1024
#define VWIFI_WALLS_MAX		256

static s32 vwifi_coordinate(const struct nlattr *attr)
{
	return attr ? nla_get_s32(attr) : 0;
}

static void vwifi_place_read(struct nlattr **attrs, struct vwifi_position *place)
{
	BUILD_BUG_ON((int)VWIFI_A_WAYPOINT_X != (int)VWIFI_A_POSITION_X ||
		     (int)VWIFI_A_WAYPOINT_Y != (int)VWIFI_A_POSITION_Y ||
		     (int)VWIFI_A_WAYPOINT_Z != (int)VWIFI_A_POSITION_Z);
	place->x = vwifi_coordinate(attrs[VWIFI_A_POSITION_X]);
	place->y = vwifi_coordinate(attrs[VWIFI_A_POSITION_Y]);
	place->z = vwifi_coordinate(attrs[VWIFI_A_POSITION_Z]);
}

static unsigned int vwifi_nested_count(const struct nlattr *nest, int type)
{
	const struct nlattr *attr;
	unsigned int n = 0;
	int rest;

	nla_for_each_nested(attr, nest, rest)
		n += nla_type(attr) == type;
	return n;
}

static struct vwifi_track *vwifi_track_new(unsigned int n)
{
	struct vwifi_track *track = kzalloc(struct_size(track, point, n), GFP_KERNEL);

	if (!track)
		return ERR_PTR(-ENOMEM);
	track->n = n;
	return track;
}

/* A radio that stands. */
static struct vwifi_track *vwifi_position_parse(struct nlattr *nest, struct netlink_ext_ack *extack)
{
	struct nlattr *attrs[VWIFI_A_POSITION_Z + 1];
	struct vwifi_track *track;
	int err;

	err = nla_parse_nested(attrs, VWIFI_A_POSITION_Z, nest, vwifi_position_nl_policy, extack);
	if (err)
		return ERR_PTR(err);
	track = vwifi_track_new(1);
	if (!IS_ERR(track))
		vwifi_place_read(attrs, &track->point[0].place);
	return track;
}

static int vwifi_waypoint_parse(struct vwifi_track *track, unsigned int i, struct nlattr *nest,
				struct netlink_ext_ack *extack)
{
	struct nlattr *attrs[VWIFI_A_WAYPOINT_TIME + 1];
	struct vwifi_waypoint *point = &track->point[i];
	int err = nla_parse_nested(attrs, VWIFI_A_WAYPOINT_TIME, nest, vwifi_waypoint_nl_policy, extack);

	if (err)
		return err;
	vwifi_place_read(attrs, &point->place);
	if (attrs[VWIFI_A_WAYPOINT_TIME])
		point->at = (u64)nla_get_u32(attrs[VWIFI_A_WAYPOINT_TIME]) * NSEC_PER_MSEC;
	if (i && point->at < track->point[i - 1].at) {
		NL_SET_ERR_MSG_ATTR(extack, nest, "this point is reached before the one before it");
		return -EINVAL;
	}
	return 0;
}

static struct vwifi_track *vwifi_track_parse(struct nlattr *nest, struct netlink_ext_ack *extack)
{
	unsigned int n = vwifi_nested_count(nest, VWIFI_A_TRACK_POINT), i = 0;
	struct vwifi_track *track;
	struct nlattr *attr;
	int rest, err;

	if (!n || n > VWIFI_WAYPOINTS_MAX) {
		NL_SET_ERR_MSG_ATTR(extack, nest, "a track has from 1 to 1024 points");
		return ERR_PTR(-EINVAL);
	}
	track = vwifi_track_new(n);
	if (IS_ERR(track))
		return track;
	nla_for_each_nested(attr, nest, rest) {
		if (nla_type(attr) == VWIFI_A_TRACK_REPEAT)
			track->repeats = true;
		if (nla_type(attr) != VWIFI_A_TRACK_POINT)
			continue;
		err = vwifi_waypoint_parse(track, i++, attr, extack);
		if (err) {
			kfree(track);
			return ERR_PTR(err);
		}
	}
	return track;
}

/*
 * Where a request wants a radio: a place, or a way to go; NULL: it says nothing of it.
 * The caller frees it.
 */
struct vwifi_track *vwifi_genl_track(struct genl_info *info)
{
	struct nlattr *position = info->attrs[VWIFI_A_RADIO_POSITION];
	struct nlattr *track = info->attrs[VWIFI_A_RADIO_TRACK];

	if (position && track) {
		NL_SET_ERR_MSG_ATTR(info->extack, track, "a radio has a position or a track, not both");
		return ERR_PTR(-EINVAL);
	}
	if (track)
		return vwifi_track_parse(track, info->extack);
	return position ? vwifi_position_parse(position, info->extack) : NULL;
}

/* Where a radio is now. Called with vwifi_radios_lock held. */
int vwifi_place_fill(struct sk_buff *msg, const struct vwifi_radio *radio)
{
	const struct vwifi_track *track =
		rcu_dereference_protected(radio->track, lockdep_is_held(&vwifi_radios_lock));
	u64 now = ktime_get_ns();
	struct vwifi_position place;
	struct nlattr *nest;

	if (nla_put_s32(msg, VWIFI_A_RADIO_ANTENNA_GAIN, READ_ONCE(radio->antenna_gain)))
		return -EMSGSIZE;
	if (!track)
		return 0;
	vwifi_track_at(track, now, &place);
	nest = nla_nest_start(msg, VWIFI_A_RADIO_POSITION);
	if (!nest || nla_put_s32(msg, VWIFI_A_POSITION_X, place.x) ||
	    nla_put_s32(msg, VWIFI_A_POSITION_Y, place.y) ||
	    nla_put_s32(msg, VWIFI_A_POSITION_Z, place.z))
		return -EMSGSIZE;
	nla_nest_end(msg, nest);
	if (vwifi_track_moves(track, now) && nla_put_flag(msg, VWIFI_A_RADIO_MOVING))
		return -EMSGSIZE;
	return 0;
}

static int vwifi_wall_parse(struct vwifi_wall *wall, struct nlattr *nest,
			    struct netlink_ext_ack *extack)
{
	struct nlattr *attrs[VWIFI_A_WALL_LOSS + 1];
	int err = nla_parse_nested(attrs, VWIFI_A_WALL_LOSS, nest, vwifi_wall_nl_policy, extack);

	if (err)
		return err;
	wall->x1 = vwifi_coordinate(attrs[VWIFI_A_WALL_X1]);
	wall->y1 = vwifi_coordinate(attrs[VWIFI_A_WALL_Y1]);
	wall->x2 = vwifi_coordinate(attrs[VWIFI_A_WALL_X2]);
	wall->y2 = vwifi_coordinate(attrs[VWIFI_A_WALL_Y2]);
	if (attrs[VWIFI_A_WALL_LOSS])
		wall->loss = nla_get_u32(attrs[VWIFI_A_WALL_LOSS]);
	return 0;
}

/* The walls that a request wants; NULL: it says nothing of them. The caller frees them, or hands them on. */
struct vwifi_walls *vwifi_genl_walls(struct genl_info *info)
{
	struct nlattr *list = info->attrs[VWIFI_A_MEDIUM_WALLS], *attr;
	struct vwifi_walls *walls;
	unsigned int n;
	int rest, err;

	if (!list)
		return NULL;
	n = vwifi_nested_count(list, VWIFI_A_WALL_LIST_WALL);
	if (n > VWIFI_WALLS_MAX) {
		NL_SET_ERR_MSG_ATTR(info->extack, list, "there are more than 256 walls");
		return ERR_PTR(-EINVAL);
	}
	walls = kzalloc(struct_size(walls, wall, n), GFP_KERNEL);
	if (!walls)
		return ERR_PTR(-ENOMEM);
	nla_for_each_nested(attr, list, rest) {
		if (nla_type(attr) != VWIFI_A_WALL_LIST_WALL)
			continue;
		err = vwifi_wall_parse(&walls->wall[walls->n++], attr, info->extack);
		if (err) {
			kfree(walls);
			return ERR_PTR(err);
		}
	}
	return walls;
}

/* Called with vwifi_radios_lock held. */
int vwifi_propagation_fill(struct sk_buff *msg, const struct vwifi_air *air)
{
	const struct vwifi_walls *walls =
		rcu_dereference_protected(air->walls, lockdep_is_held(&vwifi_radios_lock));
	const struct vwifi_medium *medium = &air->medium;

	return nla_put_u32(msg, VWIFI_A_MEDIUM_PATH_MODEL, medium->path_model) ||
	       nla_put_u32(msg, VWIFI_A_MEDIUM_WALL_COUNT, walls ? walls->n : 0) ||
	       nla_put_u32(msg, VWIFI_A_MEDIUM_SHADOWING, medium->shadowing) ||
	       nla_put_u32(msg, VWIFI_A_MEDIUM_FADING, medium->fading) ||
	       nla_put_u32(msg, VWIFI_A_MEDIUM_RICIAN_K, medium->rician_k) ||
	       nla_put_u32(msg, VWIFI_A_MEDIUM_COHERENCE, medium->coherence) ||
	       nla_put_u32(msg, VWIFI_A_MEDIUM_NOISE_FIGURE, medium->noise_figure) ? -EMSGSIZE : 0;
}

void vwifi_propagation_parse(struct nlattr **attrs, struct vwifi_medium *medium)
{
	const struct {
		struct nlattr *attr;
		u32 *value;
	} values[] = {
		{ attrs[VWIFI_A_MEDIUM_PATH_MODEL], &medium->path_model },
		{ attrs[VWIFI_A_MEDIUM_SHADOWING], &medium->shadowing },
		{ attrs[VWIFI_A_MEDIUM_FADING], &medium->fading },
		{ attrs[VWIFI_A_MEDIUM_RICIAN_K], &medium->rician_k },
		{ attrs[VWIFI_A_MEDIUM_COHERENCE], &medium->coherence },
		{ attrs[VWIFI_A_MEDIUM_NOISE_FIGURE], &medium->noise_figure },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(values); i++)
		if (values[i].attr)
			*values[i].value = nla_get_u32(values[i].attr);
}
