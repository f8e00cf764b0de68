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

// liveObject is an object of an answer, decoded from JSON.
type liveObject = map[string]any

// lively gives an answer its live form. Where it cannot, the answer stays as documented.
func (c *wireCall) lively(body any) any {
	change := c.operation.live
	if !c.server.live || change == nil || body == nil {
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

// orNull sets fields to null that are not there.
func orNull(object liveObject, names ...string) {
	for _, name := range names {
		if _, has := object[name]; !has {
			object[name] = nil
		}
	}
}

// liveAbsence gives a field that is absent one of the three forms of absence.
func liveAbsence(at int, object liveObject, field string) {
	if _, has := object[field]; has {
		return
	}

	switch at % 3 {
	case 0:
		object[field] = nil
	case 1:
		object[field] = ""
	}
}
