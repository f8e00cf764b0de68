// SPDX-License-Identifier: MPL-2.0

package review

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/listplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var noBlanks = regexp.MustCompile(`^\S+$`)

// wordForm is what the keys of a map of reasons must be.
type wordForm struct {
	demand string
	check  func(string) error
}

var (
	aPerson = wordForm{"an account ID or an e-mail address", func(word string) error {
		if organization.IsAddress(word) {
			return base.EmailAddress.Check(word)
		}
		return base.AccountID.Check(word)
	}}
	aGroup = wordForm{"the ID of a group", base.GroupID.Check}
	aKey   = wordForm{"the ID of an API key", base.Matching("the ID of an API key", noBlanks, "The data source atlassian_api_keys lists them.").Check}
)

// reasons is the validator of a map of reasons: keys of a form, each once in whatever case an address has, and texts that say something.
// It checks the whole map at once, because one validator for each of thousands of elements would cost more than the rest of a plan.
type reasons struct{ form wordForm }

// Description says what is accepted.
func (v reasons) Description(context.Context) string {
	return "every key must be " + v.form.demand + ", and every reason must say something"
}

// MarkdownDescription says what is accepted.
func (v reasons) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateMap reports wrong keys, and reasons that say nothing.
func (v reasons) ValidateMap(_ context.Context, req validator.MapRequest, resp *validator.MapResponse) {
	elements := req.ConfigValue.Elements()
	seen := make(map[string]string, len(elements))
	for _, word := range slices.Sorted(maps.Keys(elements)) {
		at := req.Path.AtMapKey(word)
		if err := v.form.check(word); err != nil {
			resp.Diagnostics.AddAttributeError(at, "Invalid key", err.Error())
		}
		key := organization.WordKey(word)
		if other, twice := seen[key]; twice {
			resp.Diagnostics.AddAttributeError(at, "One address is there twice", fmt.Sprintf("%s and %s are one e-mail address: case carries no meaning there. Leave one of them out.", base.Word(other), base.Word(word)))
		}
		seen[key] = word
		if reason, is := elements[word].(types.String); is && !reason.IsUnknown() && strings.TrimSpace(reason.ValueString()) == "" {
			resp.Diagnostics.AddAttributeError(at, "A reason is missing", base.Word(word)+" has no reason. A reviewer has to say why: write it as the value of this key.")
		}
	}
}

// knownDirectories replaces the resource for other directories. Unknown ones replace nothing: see refuseUnknown.
func knownDirectories(_ context.Context, req planmodifier.ListRequest, resp *listplanmodifier.RequiresReplaceIfFuncResponse) {
	resp.RequiresReplace = !req.PlanValue.IsUnknown() && !slices.ContainsFunc(req.PlanValue.Elements(), func(e attr.Value) bool { return e.IsUnknown() })
}

// refuseBoth refuses words that are both in keep and in remove, and roles that name their app in no way, or in two.
func (m *decisionModel) refuseBoth() diag.Diagnostics {
	var diags diag.Diagnostics
	kept := make(map[string]string)
	for word := range m.Keep.Elements() {
		kept[organization.WordKey(word)] = word
	}
	for _, word := range slices.Sorted(maps.Keys(m.Remove.Elements())) {
		if other, both := kept[organization.WordKey(word)]; both {
			diags.AddAttributeError(path.Root("remove").AtMapKey(word), "One account is kept and removed", fmt.Sprintf(
				"%s is in remove, and keep has %s, so the decision says that the access stays and that it ends. Leave one of them out.", base.Word(word), base.Word(other)))
		}
	}
	for i, element := range m.AppRoles.Elements() {
		object, is := element.(types.Object)
		if !is || object.IsUnknown() || object.IsNull() {
			continue
		}
		parts := object.Attributes()
		byID, bySite, byProduct := !parts["resource_id"].IsNull(), !parts["site"].IsNull(), !parts["product"].IsNull()
		if byID == (bySite || byProduct) || bySite != byProduct {
			diags.AddAttributeError(path.Root("app_roles").AtListIndex(i), "It is not clear which app is meant", "A role is on an app: write either resource_id, or site and product.")
		}
	}
	return diags
}
