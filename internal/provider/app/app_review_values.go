// SPDX-License-Identifier: MPL-2.0

package app

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/apps"
)

// The attributes that installed apps and approvals may have. Of an installed app, the function reads only those that matter to a
// review.
var (
	installedNames = []string{
		"app_id", "context", "distribution_status", "egress", "environment", "framework", "installation_id", "installed_at", "key", "latest", "license", "name",
		"private", "product", "scopes", "site", "system", "vendor", "version",
	}
	approvalNames = []string{"egress", "frameworks", "max_version", "name", "private", "reason", "required", "reviewed_at", "reviewed_by", "scopes", "vendor"}
)

// readInstalled reads the rows of an inventory, or says what is wrong with them.
func readInstalled(value types.Dynamic) ([]apps.App, string) {
	elements, ok := elementsOf(value)
	if !ok {
		return nil, "installed must be a list of apps"
	}
	found := make([]apps.App, len(elements))
	for i, element := range elements {
		o := newObject(fmt.Sprintf("installed[%d]", i), element)
		o.refuseOthers(installedNames)
		app := apps.App{
			AppID: o.stringMember("app_id"), Key: o.stringMember("key"), Name: o.stringMember("name"), Vendor: o.stringMember("vendor"), Framework: o.stringMember("framework"),
			DistributionStatus: o.stringMember("distribution_status"), System: o.boolMember("system", false), Site: o.stringMember("site"), Product: o.stringMember("product"),
		}
		app.Version, app.Scopes, app.Egress = o.stringMember("version"), o.stringsMember("scopes"), o.stringsMember("egress")
		if o.has("private") {
			app.DistributionStatus = map[bool]string{true: "PRIVATE", false: "PUBLIC"}[o.boolMember("private", true)]
		}
		if app.AppID == "" {
			o.fail("app_id", "the ID of the app")
		}
		if o.problem != "" {
			return nil, o.problem
		}
		found[i] = app
	}
	return found, ""
}

// readApprovals reads approvals, or says what is wrong with them.
func readApprovals(value types.Dynamic) (map[string]apps.Approval, string) {
	members, ok := membersOf(value)
	if !ok {
		return nil, "approved must be a map of approvals, by the ID or key of the app"
	}
	approvals := make(map[string]apps.Approval, len(members))
	for _, name := range slices.Sorted(maps.Keys(members)) {
		o := newObject(fmt.Sprintf("approved[%q]", name), members[name])
		o.refuseOthers(approvalNames)
		approval := apps.Approval{
			Name: o.stringMember("name"), Scopes: o.stringsMember("scopes"), Egress: o.stringsMember("egress"), Frameworks: o.stringsMember("frameworks"), Vendor: o.stringMember("vendor"), MaxVersion: o.stringMember("max_version"), Optional: !o.boolMember("required", true),
		}
		if o.has("private") {
			approval.Private = new(o.boolMember("private", true))
		}
		if o.has("vendor") && approval.Vendor == "" {
			o.fail("vendor", "the name of a vendor, or null")
		}
		if o.has("max_version") && apps.CheckVersion(approval.MaxVersion) != nil {
			o.fail("max_version", "a version such as 2.1.0")
		}
		if o.problem != "" {
			return nil, o.problem
		}
		approvals[name] = approval
	}
	return approvals, ""
}

// The functions here read values whose types the caller chooses: a map can stand for an object, and a tuple or a set for a list.
// Problems name the attribute.

// isUnknown reports whether a value, or a part of it, is not known yet.
func isUnknown(value attr.Value) bool {
	if value == nil {
		return false
	}
	if value.IsUnknown() {
		return true
	}
	if wrapped, ok := value.(types.Dynamic); ok {
		return isUnknown(wrapped.UnderlyingValue())
	}
	if elements, ok := elementsOf(value); ok {
		return slices.ContainsFunc(elements, isUnknown)
	}
	if members, ok := membersOf(value); ok {
		return slices.ContainsFunc(slices.Collect(maps.Values(members)), isUnknown)
	}
	return false
}

// elementsOf returns the elements of a list, a set or a tuple.
func elementsOf(value attr.Value) ([]attr.Value, bool) {
	switch value := value.(type) {
	case interface{ Elements() []attr.Value }: // lists, sets and tuples
		return value.Elements(), true
	case types.Dynamic:
		return elementsOf(value.UnderlyingValue())
	}
	return nil, false
}

// membersOf returns the members of an object or a map.
func membersOf(value attr.Value) (map[string]attr.Value, bool) {
	switch value := value.(type) {
	case types.Object:
		return value.Attributes(), true
	case types.Map:
		return value.Elements(), true
	case types.Dynamic:
		return membersOf(value.UnderlyingValue())
	}
	return nil, false
}

func isNull(value attr.Value) bool {
	if wrapped, ok := value.(types.Dynamic); ok {
		return wrapped.IsNull() || wrapped.IsUnderlyingValueNull()
	}
	return value == nil || value.IsNull()
}

// object is a value that has members. Place is its name in a message. It keeps the first problem.
type object struct {
	place   string
	members map[string]attr.Value
	problem string
}

func newObject(place string, value attr.Value) *object {
	o := &object{place: place}
	members, ok := membersOf(value)
	if !ok || isNull(value) {
		o.problem = place + " must be an object"
	}
	o.members = members
	return o
}

func (o *object) fail(name, demand string) {
	if o.problem == "" {
		o.problem = fmt.Sprintf("%s.%s must be %s", o.place, name, demand)
	}
}

// refuseOthers refuses members with other names, so that a misspelt name is an error.
func (o *object) refuseOthers(names []string) {
	for _, name := range slices.Sorted(maps.Keys(o.members)) {
		if !slices.Contains(names, name) && o.problem == "" {
			o.problem = fmt.Sprintf("%s has %q, which is none of %s", o.place, name, strings.Join(names, ", "))
		}
	}
}

// has reports whether a member exists and is not null.
func (o *object) has(name string) bool { return !isNull(o.members[name]) }

// stringMember returns a member that is a string; empty where there is no such member.
func (o *object) stringMember(name string) string {
	if !o.has(name) {
		return ""
	}
	text, ok := plain(o.members[name]).(types.String)
	if !ok {
		o.fail(name, "a text")
	}
	return text.ValueString()
}

// boolMember returns a member that is true or false; missing where there is no such member.
func (o *object) boolMember(name string, missing bool) bool {
	if !o.has(name) {
		return missing
	}
	truth, ok := plain(o.members[name]).(types.Bool)
	if !ok {
		o.fail(name, "true or false")
	}
	return truth.ValueBool()
}

// stringsMember returns a member that is a list of strings; nil where there is no such member.
func (o *object) stringsMember(name string) []string {
	if !o.has(name) {
		return nil
	}
	elements, ok := elementsOf(o.members[name])
	texts := make([]string, 0, len(elements))
	for _, element := range elements {
		text, is := plain(element).(types.String)
		ok = ok && is && !text.IsNull()
		texts = append(texts, text.ValueString())
	}
	if !ok {
		o.fail(name, "a list of texts")
	}
	return texts
}

func plain(value attr.Value) attr.Value {
	if wrapped, ok := value.(types.Dynamic); ok {
		return wrapped.UnderlyingValue()
	}
	return value
}
