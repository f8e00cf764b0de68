// SPDX-License-Identifier: MPL-2.0

package wire

import (
	"bytes"
	"encoding/json"
)

// Live answers have nulls and fields that are not in Atlassian's documents.
// Clients that check live answers against their own schemas report them. With
// [Options].Live, answers are made in the documented form first and changed
// here, so that the difference is in one place. Unverified: all details, such
// as which answer has which null.

// LiveObject is an object of an answer, decoded from JSON.
type LiveObject = map[string]any

// liveForm gives an answer its live form. If that fails, the answer keeps its
// documented form.
func (c *Call) liveForm(body any) any {
	change := c.operation.Live
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

// LivePage sets the link of a page to itself, and all links without a target,
// to null.
func LivePage(item func(at int, item LiveObject)) func(any) {
	return func(whole any) {
		page, _ := whole.(LiveObject)

		if links, ok := page["links"].(LiveObject); ok {
			links["self"] = nil
			OrNull(links, "prev", "next")
		}

		if item != nil {
			LiveEach(item)(whole)
		}
	}
}

// LiveEach changes every item of the list.
func LiveEach(change func(at int, item LiveObject)) func(any) {
	return func(whole any) {
		page, _ := whole.(LiveObject)
		items, _ := page["data"].([]any)

		for at, item := range items {
			if item, ok := item.(LiveObject); ok {
				change(at, item)
			}
		}
	}
}

// LiveOne changes the one object of an answer.
func LiveOne(change func(at int, item LiveObject)) func(any) {
	return func(whole any) {
		answer, _ := whole.(LiveObject)
		if item, ok := answer["data"].(LiveObject); ok {
			change(0, item)
		}
	}
}

// OrNull sets missing fields to null.
func OrNull(object LiveObject, names ...string) {
	for _, name := range names {
		if _, has := object[name]; !has {
			object[name] = nil
		}
	}
}

// LiveAbsence gives a missing field one of three forms: null, empty or missing.
func LiveAbsence(at int, object LiveObject, field string) {
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
