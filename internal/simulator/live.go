// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"bytes"
	"encoding/json"
)

// Live answers carry nulls and fields that Atlassian's documents do not have,
// as clients report that check live answers against schemas of their own. With
// [Options].LiveForms this file changes the answers after they were made in the
// documented form, so that the difference is in one place. Unverified: all the
// details, such as which answer has which null.

type liveObject = map[string]any

// liveForms lists, by operation, how live answers differ.
var liveForms = map[string]func(whole any){
	"GET " + pathOrgs:                                         livePage(nil),
	"GET " + pathOrg + "/domains":                             livePage(nil),
	"GET " + pathOrg + "/users":                               livePage(nil),
	"GET " + pathOrgV2 + "/directories":                       livePage(nil),
	"GET " + pathGroup + "/role-assignments":                  livePage(nil),
	"POST " + pathGroups + "/search":                          livePage(nil),
	"POST " + pathUsers + "/search":                           livePage(liveUser),
	"POST " + pathOrgV2 + "/workspaces":                       livePage(liveWorkspace),
	"GET " + pathUsers + "/{userId}":                          liveOne(liveUser),
	"GET " + pathOrg + "/event-actions":                       liveEach(liveEventAction),
	"GET " + pathEvents:                                       liveEvents,
	"POST " + pathControl + "/users/auth-policies/bulk-fetch": livePolicies,
}

// lively gives an answer its live form. Where it cannot, the answer stays as documented.
func (c *call) lively(body any) any {
	change, ok := liveForms[c.operation.name()]
	if !c.live || !ok || body == nil {
		return body
	}

	encoded, err := json.Marshal(body)
	if err != nil {
		return body
	}

	var whole any

	decoder := json.NewDecoder(bytes.NewReader(encoded))
	decoder.UseNumber()

	if decoder.Decode(&whole) != nil {
		return body
	}

	change(whole)

	return whole
}

// livePage has a null for every link without a target, and for the link to itself.
func livePage(item func(at int, item liveObject)) func(any) {
	return func(whole any) {
		page, _ := whole.(liveObject)

		if links, ok := page["links"].(liveObject); ok {
			links["self"] = nil
			orNull(links, "prev", "next")
		}

		if item != nil {
			liveEach(item)(whole)
		}
	}
}

// liveEach changes every item of the list.
func liveEach(change func(at int, item liveObject)) func(any) {
	return func(whole any) {
		page, _ := whole.(liveObject)
		items, _ := page["data"].([]any)

		for at, item := range items {
			if item, ok := item.(liveObject); ok {
				change(at, item)
			}
		}
	}
}

// liveOne changes the thing that is the answer.
func liveOne(change func(at int, item liveObject)) func(any) {
	return func(whole any) {
		answer, _ := whole.(liveObject)
		if item, ok := answer["data"].(liveObject); ok {
			change(0, item)
		}
	}
}

func liveUser(at int, user liveObject) {
	orNull(user, "department", "organization", "location", "timeZone", "deactivatedOn")

	user["forDeletion"] = user["status"] == statusForDeletion
	if user["accountStatus"] == "inactive" {
		user["deactivatedOn"] = addedToOrg
	}

	liveAddress(at, user)

	groups, _ := user["groups"].([]any)
	for _, group := range groups {
		if group, ok := group.(liveObject); ok {
			group["name"], group["description"] = nil, nil
		}
	}
}

// liveAddress gives an account without an address one of the three forms of none.
func liveAddress(at int, who liveObject) {
	if _, has := who["email"]; has {
		return
	}

	switch at % 3 {
	case 0:
		who["email"] = nil
	case 1:
		who["email"] = ""
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

func livePolicies(whole any) {
	people, _ := whole.([]any)
	for at, person := range people {
		if person, ok := person.(liveObject); ok {
			liveAddress(at, person)
		}
	}
}

// orNull sets fields to null that are not there.
func orNull(object liveObject, names ...string) {
	for _, name := range names {
		if _, has := object[name]; !has {
			object[name] = nil
		}
	}
}
