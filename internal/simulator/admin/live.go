// SPDX-License-Identifier: MPL-2.0

package admin

import (
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

func liveUser(at int, user wire.LiveObject) {
	wire.OrNull(user, "department", "organization", "location", "timeZone", "deactivatedOn")

	user["forDeletion"] = user["status"] == world.StatusForDeletion
	if user["accountStatus"] == "inactive" {
		user["deactivatedOn"] = addedToOrg
	}

	wire.LiveAbsence(at, user, "email")

	groups, _ := user["groups"].([]any)
	for _, group := range groups {
		if group, ok := group.(wire.LiveObject); ok {
			group["name"], group["description"] = nil, nil
		}
	}

	access, _ := user["productAccess"].([]any)
	for _, product := range access {
		if product, ok := product.(wire.LiveObject); ok {
			wire.OrNull(product, "lastActiveTimestamp")
		}
	}
}

func liveWorkspace(_ int, workspace wire.LiveObject) {
	attributes, _ := workspace["attributes"].(wire.LiveObject)
	if sandbox, ok := attributes["sandbox"].(wire.LiveObject); ok && sandbox["type"] == "NONE" {
		attributes["sandbox"] = nil
	}

	wire.OrNull(attributes, "createdAt", "createdBy", "updatedAt")
}

// liveEventAction gives an event action a list of groups beside, or instead of,
// a single group, which may also be null.
func liveEventAction(at int, action wire.LiveObject) {
	attributes, _ := action["attributes"].(wire.LiveObject)

	group, one := attributes["groupDisplayName"]
	if !one {
		return
	}

	switch at % 4 {
	case 0:
		attributes["groupDisplayNames"] = []any{group}
		delete(attributes, "groupDisplayName")
	case 1:
		attributes["groupDisplayNames"] = []any{group}
	case 2:
		attributes["groupDisplayNames"], attributes["groupDisplayName"] = []any{group}, nil
	default:
		attributes["groupDisplayNames"] = nil
	}
}

func liveEvents(whole any) {
	wire.LivePage(func(_ int, event wire.LiveObject) {
		attributes, _ := event["attributes"].(wire.LiveObject)
		if actor, ok := attributes["actor"].(wire.LiveObject); ok {
			actor["picture"] = "https://pictures.simulated.example/actor.png"
			wire.OrNull(actor, "name", "email")
		}

		event["links"] = nil
		if _, said := event["message"]; !said {
			event["message"] = wire.LiveObject{"content": attributes["action"], "format": "simple"}
		}
	})(whole)

	page, _ := whole.(wire.LiveObject)
	events, _ := page["data"].([]any)

	if meta, ok := page["meta"].(wire.LiveObject); ok {
		wire.OrNull(meta, "next", "prev", "current", "total")
		meta["count"], meta["start_index"], meta["end_index"] = len(events), 0, len(events)
	}
}
