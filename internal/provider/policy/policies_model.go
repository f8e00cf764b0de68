// SPDX-License-Identifier: MPL-2.0

package policy

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/orgpolicies"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// policiesModel is the data source atlassian_policies.
type policiesModel struct {
	Types    []types.String `tfsdk:"types"`
	Policies []policyModel  `tfsdk:"policies"`
}

// policyModel is a policy in a data source.
type policyModel struct {
	ID        types.String    `tfsdk:"id"`
	Name      types.String    `tfsdk:"name"`
	Type      types.String    `tfsdk:"type"`
	Status    types.String    `tfsdk:"status"`
	In        types.List      `tfsdk:"in"`
	Rule      types.String    `tfsdk:"rule"`
	Resources []resourceModel `tfsdk:"resources"`
}

// resourceModel is what a policy applies to.
type resourceModel struct {
	ID     types.String `tfsdk:"id"`
	Status types.String `tfsdk:"status"`
}

func newPolicyModel(p orgpolicies.Policy) policyModel {
	model := policyModel{
		ID: types.StringValue(p.ID), Name: base.StringOrNull(p.Name), Type: types.StringValue(p.Type), Status: base.StringOrNull(p.Status),
		In: types.ListNull(types.StringType), Rule: base.StringOrNull(normalized(p.Rule.Raw)),
	}
	if p.Rule.In != nil {
		model.In = base.StringList(slices.Sorted(slices.Values(p.Rule.In)))
	}
	if !p.Resources.Known {
		return model // a list that is not said is null, and not empty
	}
	model.Resources = make([]resourceModel, 0, len(p.Resources.List))
	for _, one := range p.Resources.List {
		model.Resources = append(model.Resources, resourceModel{ID: base.StringOrNull(one.ID), Status: base.StringOrNull(one.ApplicationStatus)})
	}
	slices.SortFunc(model.Resources, func(a, b resourceModel) int {
		return cmp.Or(cmp.Compare(a.ID.ValueString(), b.ID.ValueString()), cmp.Compare(a.Status.ValueString(), b.Status.ValueString()))
	})
	return model
}

// newPolicyModels are the policies of some types, or of all types if none is given, sorted by type, name and ID. Case does not
// matter in a type: a list must not be empty because of it.
func newPolicyModels(all []orgpolicies.Policy, of []types.String) []policyModel {
	models := make([]policyModel, 0, len(all))
	wanted := base.Strings(of)
	for _, one := range all {
		if len(wanted) == 0 || slices.ContainsFunc(wanted, func(word string) bool { return strings.EqualFold(word, one.Type) }) {
			models = append(models, newPolicyModel(one))
		}
	}
	slices.SortFunc(models, func(a, b policyModel) int {
		return cmp.Or(
			cmp.Compare(a.Type.ValueString(), b.Type.ValueString()), cmp.Compare(a.Name.ValueString(), b.Name.ValueString()), cmp.Compare(a.ID.ValueString(), b.ID.ValueString()),
		)
	})
	return models
}

// normalized writes JSON as jsonencode does: without blanks, and with the names of each object sorted. So the order in which Atlassian
// writes a rule shows as no change. Numbers keep all their digits.
func normalized(raw string) string {
	if raw == "" {
		return ""
	}
	decoder := json.NewDecoder(bytes.NewReader([]byte(raw)))
	decoder.UseNumber()
	var value any
	if decoder.Decode(&value) != nil {
		return raw
	}
	text, err := json.Marshal(value)
	if err != nil {
		return raw
	}
	return string(text)
}
