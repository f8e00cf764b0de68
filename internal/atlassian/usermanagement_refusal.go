// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// KeyContext is what the User management API says in addition to the key of an error. All of it may be empty.
type KeyContext struct {
	// Reason is why the organization cannot take an action, such as "externalDirectory.scim".
	Reason string
	// Fields are the fields of a profile that the organization cannot change, with the reasons.
	Fields map[string]string
	// Domain is the domain of an address that the organization has not verified.
	Domain string
	// Violations are the constraints that the fields of a request violate, such as "maxLength", by field.
	Violations map[string][]string
	// Lifecycle are the codes of the reasons for which an account is not eligible for an action. Where one has no code, it is Atlassian's
	// words.
	Lifecycle []string
}

// wireKeyContext has the fields of all documented contexts. The rules of fields stand beside them, by the path of the field.
type wireKeyContext struct {
	Reason struct {
		Key looseString `json:"key"`
	} `json:"reason"`
	Domain          looseString `json:"domain"`
	FieldViolations []struct {
		Field      looseString `json:"field"`
		Violations []struct {
			Key looseString `json:"key"`
		} `json:"violations"`
	} `json:"fieldViolations"`
	// The document has both names, in different places.
	ErrorCodes []lifecycleError `json:"errorCodes"`
	Errors     []lifecycleError `json:"errors"`
}

type lifecycleError struct {
	Code    looseString `json:"code"`
	Message looseString `json:"message"`
}

// newKeyContext never fails. What it cannot read stays empty.
func newKeyContext(data []byte) KeyContext {
	var said wireKeyContext
	if json.Unmarshal(data, &said) != nil {
		return KeyContext{}
	}
	found := KeyContext{Reason: string(said.Reason.Key), Domain: string(said.Domain)}
	for _, field := range said.FieldViolations {
		if found.Violations == nil {
			found.Violations = make(map[string][]string)
		}
		keys := []string{}
		for _, violation := range field.Violations {
			keys = append(keys, string(violation.Key))
		}
		found.Violations[string(field.Field)] = keys
	}
	for _, reason := range append(said.ErrorCodes, said.Errors...) {
		found.Lifecycle = append(found.Lifecycle, firstText(reason.Code, reason.Message))
	}
	var rules map[string]json.RawMessage
	_ = json.Unmarshal(data, &rules) // it has just been read
	for field, data := range rules {
		if rule, ok := readRule(data); ok && !rule.Allowed {
			if found.Fields == nil {
				found.Fields = make(map[string]string)
			}
			found.Fields[field] = rule.Reason
		}
	}
	return found
}

// String says in one line what the context says.
func (k KeyContext) String() string {
	var said []string
	if k.Reason != "" {
		said = append(said, k.Reason)
	}
	for _, field := range slices.Sorted(maps.Keys(k.Fields)) {
		said = append(said, field+": "+k.Fields[field])
	}
	if k.Domain != "" {
		said = append(said, k.Domain)
	}
	for _, field := range slices.Sorted(maps.Keys(k.Violations)) {
		said = append(said, field+": "+strings.Join(k.Violations[field], ", "))
	}
	return strings.Join(append(said, k.Lifecycle...), "; ")
}

// tidy does to all texts what [secrets.excerpt] does to one.
func (k KeyContext) tidy(s secrets) KeyContext {
	tidied := KeyContext{Reason: s.excerpt(k.Reason), Domain: s.excerpt(k.Domain)}
	for field, reason := range k.Fields {
		if tidied.Fields == nil {
			tidied.Fields = make(map[string]string)
		}
		tidied.Fields[s.excerpt(field)] = s.excerpt(reason)
	}
	for field, keys := range k.Violations {
		if tidied.Violations == nil {
			tidied.Violations = make(map[string][]string)
		}
		for _, key := range keys {
			tidied.Violations[s.excerpt(field)] = append(tidied.Violations[s.excerpt(field)], s.excerpt(key))
		}
	}
	for _, reason := range k.Lifecycle {
		tidied.Lifecycle = append(tidied.Lifecycle, s.excerpt(reason))
	}
	return tidied
}
