// SPDX-License-Identifier: MPL-2.0

package simulator

func liveUser(at int, user liveObject) {
	orNull(user, "department", "organization", "location", "timeZone", "deactivatedOn")

	user["forDeletion"] = user["status"] == statusForDeletion
	if user["accountStatus"] == "inactive" {
		user["deactivatedOn"] = addedToOrg
	}

	liveAbsence(at, user, "email")

	groups, _ := user["groups"].([]any)
	for _, group := range groups {
		if group, ok := group.(liveObject); ok {
			group["name"], group["description"] = nil, nil
		}
	}
}

func liveWorkspace(_ int, workspace liveObject) {
	attributes, _ := workspace["attributes"].(liveObject)
	orNull(attributes, "sandbox", "usage", "createdAt", "createdBy", "updatedAt")

	workspace["relationships"] = liveObject{"entitlement": []any{liveObject{
		"id": "entitlement", "type": "entitlement", "attributes": liveObject{"key": attributes["typeKey"], "planKey": nil, "plan": nil},
	}}}
}

// liveEventAction: the groups are a list beside, or instead of, a single one,
// which may also be null.
func liveEventAction(at int, action liveObject) {
	attributes, _ := action["attributes"].(liveObject)

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
	livePage(func(_ int, event liveObject) {
		attributes, _ := event["attributes"].(liveObject)
		if actor, ok := attributes["actor"].(liveObject); ok {
			actor["picture"] = "https://pictures.simulated.example/actor.png"
			orNull(actor, "name", "email")
		}

		event["links"] = nil
		event["message"] = liveObject{"content": attributes["action"], "format": "simple"}
	})(whole)

	page, _ := whole.(liveObject)
	events, _ := page["data"].([]any)

	if meta, ok := page["meta"].(liveObject); ok {
		orNull(meta, "next", "prev", "current", "total")
		meta["count"], meta["start_index"], meta["end_index"] = len(events), 0, len(events)
	}
}
