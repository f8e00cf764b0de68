// SPDX-License-Identifier: MPL-2.0

package world

import (
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
)

// oneOf returns an error unless the value is one of those that are allowed.
func oneOf(name, value string, allowed ...string) error {
	if slices.Contains(allowed, value) {
		return nil
	}

	return fmt.Errorf("%s: %q is none of %s", name, value, strings.Join(slices.DeleteFunc(slices.Clone(allowed), func(s string) bool { return s == "" }), ", "))
}

// Derive makes a UUID of some parts. The same parts always give the same UUID.
func Derive(parts ...string) string {
	return uuid.NewSHA1(uuid.NameSpaceURL, []byte("simulator:"+strings.Join(parts, "\x00"))).String()
}

// IsUUID reports whether a text is a UUID in its usual form.
func IsUUID(text string) bool {
	return len(text) == 36 && uuid.Validate(text) == nil
}

func organizationARI(organizationID string) string {
	return "ari:cloud:platform::org/" + organizationID
}

// ResourceOwner is the owner within an Atlassian Resource Identifier:
// "confluence" of "ari:cloud:confluence::site/1".
func ResourceOwner(ari string) (string, error) {
	parts := strings.SplitN(ari, ":", 5)
	if len(parts) != 5 || parts[0] != "ari" || parts[1] != "cloud" || parts[2] == "" {
		return "", fmt.Errorf("%q is not an Atlassian Resource Identifier such as ari:cloud:jira-software::site/<id>", ari)
	}

	kind, id, found := strings.Cut(parts[4], "/")
	if !found || kind == "" || id == "" {
		return "", fmt.Errorf("%q lacks the type and the ID of the resource, as in ari:cloud:jira-software::site/<id>", ari)
	}

	return parts[2], nil
}
