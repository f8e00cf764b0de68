// SPDX-License-Identifier: MPL-2.0

package policy

import (
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/datasecurity"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base/unordered"
)

// dataSecurityModel is the state of an atlassian_data_security_policy.
type dataSecurityModel struct {
	ID          types.String        `tfsdk:"id"`
	Name        types.String        `tfsdk:"name"`
	Description types.String        `tfsdk:"description"`
	Coverage    types.String        `tfsdk:"coverage"`
	Rules       types.Object        `tfsdk:"rules"`
	ResourceIDs unordered.ListValue `tfsdk:"resource_ids"`
	OtherRules  types.Map           `tfsdk:"other_rules"`
	Status      types.String        `tfsdk:"status"`
	Published   types.Bool          `tfsdk:"published"`
	Timeouts    timeouts.Value      `tfsdk:"timeouts"`
}

// newDataSecurityModel is the state of a policy of which no configuration is known.
func newDataSecurityModel(id string) dataSecurityModel {
	return dataSecurityModel{
		ID: types.StringValue(id), Rules: types.ObjectNull(ruleTypes), ResourceIDs: unordered.Null(false), OtherRules: types.MapNull(types.StringType),
		Timeouts: base.NoTimeouts("create", "update", "delete"),
	}
}

// dataRule is a rule of a data security policy.
type dataRule struct {
	// attribute is its name in the configuration, wire that in the API.
	attribute, wire string
	// opens says what people can do again if the rule does not block any more.
	opens string
}

// dataRules are the rules that have a text for a value, in the order of the page. The rule about apps has an object.
var dataRules = []dataRule{
	{"export", datasecurity.RuleExport, "people can export pages"},
	{"public_links", datasecurity.RulePublicLinks, "people can share content by public links"},
	{"attachment_download", datasecurity.RuleAttachmentDownload, "people can download attachments"},
	{"anonymous_access", datasecurity.RuleAnonymousAccess, "people who are not signed in can see content that is open to anyone"},
}

const (
	appAccess      = "app_access"
	appAccessOpens = "apps can read and change content"
)

var (
	appTypes  = map[string]attr.Type{"effect": types.StringType, "subject_id": types.StringType}
	ruleTypes = map[string]attr.Type{
		"export": types.StringType, "public_links": types.StringType, "attachment_download": types.StringType, "anonymous_access": types.StringType,
		appAccess: types.ObjectType{AttrTypes: appTypes},
	}
)

// rules are the rules of the configuration, by their names in the API. Known is false if one of them is not known yet.
func (m *dataSecurityModel) rules() (rules map[string]datasecurity.Rule, known bool) {
	rules = make(map[string]datasecurity.Rule)
	if m.Rules.IsUnknown() {
		return rules, false
	}
	known = true
	text := func(value attr.Value) string {
		said, _ := value.(types.String)
		known = known && !said.IsUnknown()
		return said.ValueString()
	}
	given := m.Rules.Attributes()
	for _, rule := range dataRules {
		if value := given[rule.attribute]; value != nil && !value.IsNull() {
			rules[rule.wire] = datasecurity.Rule{Effect: text(value)}
		}
	}
	if app, ok := given[appAccess].(types.Object); ok && !app.IsNull() {
		known = known && !app.IsUnknown()
		rule := datasecurity.Rule{}
		if !app.IsUnknown() {
			rule = datasecurity.Rule{Effect: text(app.Attributes()["effect"]), Subject: text(app.Attributes()["subject_id"])}
		}
		rules[datasecurity.RuleAppAccess] = rule
	}
	return rules, known
}

// content is what the policy is to say. Known is false if a part of it is not known yet.
func (m *dataSecurityModel) content() (content datasecurity.Content, known bool) {
	rules, known := m.rules()
	known = known && !m.Name.IsUnknown() && !m.Description.IsUnknown() && !m.Coverage.IsUnknown()
	return datasecurity.Content{
		Name: m.Name.ValueString(), Description: m.Description.ValueString(), Coverage: m.Coverage.ValueString(), Rules: rules,
	}, known
}

// wanted is what the policy is to be.
func (m *dataSecurityModel) wanted(publish bool) datasecurity.Wanted {
	content, _ := m.content()
	wanted := datasecurity.Wanted{Content: content, Publish: publish, AwaitOverridden: true}
	if ids, known := m.ResourceIDs.Strings(); known && !m.ResourceIDs.IsNull() {
		wanted.Resources = &ids
	}
	return wanted
}

// show takes over what Atlassian shows, in the spelling of the configuration.
func (m *dataSecurityModel) show(policy datasecurity.Policy) {
	prior, _ := m.rules()
	m.ID = types.StringValue(policy.ID)
	m.Name = types.StringValue(policy.Name)
	m.Description = base.StringOrNull(policy.Description)
	m.Coverage = spelled(m.Coverage, policy.Coverage)
	m.Status = types.StringValue(policy.Status)
	m.Published = types.BoolValue(datasecurity.IsPublished(policy))
	values := make(map[string]attr.Value, len(ruleTypes))
	for _, rule := range dataRules {
		values[rule.attribute] = types.StringNull()
		if found, has := policy.Rules[rule.wire]; has {
			values[rule.attribute] = types.StringValue(effect(prior[rule.wire], found))
		}
	}
	values[appAccess] = types.ObjectNull(appTypes)
	if found, has := policy.Rules[datasecurity.RuleAppAccess]; has {
		subject := found.Subject
		if subject == "" { // unverified where it is, so its absence says nothing
			subject = prior[datasecurity.RuleAppAccess].Subject
		}
		values[appAccess] = types.ObjectValueMust(appTypes, map[string]attr.Value{
			"effect": types.StringValue(effect(prior[datasecurity.RuleAppAccess], found)), "subject_id": base.StringOrNull(subject),
		})
	}
	m.Rules = types.ObjectValueMust(ruleTypes, values)
	others := make(map[string]attr.Value)
	for name, rule := range policy.Rules {
		if !slices.Contains(datasecurity.KnownRules(), name) {
			others[name] = types.StringValue(rule.Raw)
		}
	}
	m.OtherRules = types.MapValueMust(types.StringType, others)
}

// showResources takes over what the policy covers.
func (m *dataSecurityModel) showResources(ids []string) {
	prior, _ := m.ResourceIDs.Strings()
	m.ResourceIDs = unordered.FromStrings(unordered.Arrange(prior, ids, false), false)
}

// spelled is a word of an answer, in the spelling of the configuration where only case differs.
func spelled(prior types.String, found string) types.String {
	if strings.EqualFold(prior.ValueString(), found) {
		return prior
	}
	return types.StringValue(found)
}

// effect is what a rule does, in the spelling of the configuration. A rule of another form is shown as it came, so that it never passes for
// what the configuration says.
func effect(prior, found datasecurity.Rule) string {
	switch {
	case found.Effect == "":
		return found.Raw
	case strings.EqualFold(prior.Effect, found.Effect):
		return prior.Effect
	}
	return found.Effect
}

// others are the names of the rules that this version does not know, sorted.
func (m *dataSecurityModel) others() []string {
	return slices.Sorted(maps.Keys(m.OtherRules.Elements()))
}

// named is the policy in a sentence.
func (m *dataSecurityModel) named() string {
	if name := m.Name.ValueString(); name != "" {
		return "data security policy " + base.Quoted(name)
	}
	return "data security policy " + base.Word(m.ID.ValueString())
}

// isPart reports whether the policy is for a part of the organization.
func (m *dataSecurityModel) isPart() bool {
	coverage := m.Coverage.ValueString()
	return coverage != "" && !strings.EqualFold(coverage, datasecurity.CoverageOrganization)
}

const blocks, allows = "block", "allow"

// opened lists what becomes possible again where one policy takes the place of another. A nil planned is none at all. What is not known yet
// may open, and so may a rule of a form that is not known.
func opened(prior, planned *dataSecurityModel) []string {
	before, _ := prior.rules()
	after, narrower := map[string]datasecurity.Rule{}, false
	if planned != nil {
		after, _ = planned.rules()
		narrower = planned.Coverage.IsUnknown() || planned.isPart() && (!strings.EqualFold(prior.Coverage.ValueString(), planned.Coverage.ValueString()) || mayMove(planned, prior, planned))
	}
	return listed(func(wire string) bool {
		rule, is := before[wire]
		still := after[wire]
		return is && !strings.EqualFold(rule.Effect, allows) && (still.Effect != blocks || still.Subject != rule.Subject || narrower)
	})
}

// overrides lists what a policy for a part of the organization allows there, and did not allow before. A nil prior is none at all.
func overrides(prior, planned *dataSecurityModel) []string {
	if !planned.isPart() {
		return nil
	}
	before, wider := map[string]datasecurity.Rule{}, true
	if prior != nil {
		before, _ = prior.rules()
		wider = !strings.EqualFold(prior.Coverage.ValueString(), planned.Coverage.ValueString()) || mayMove(prior, planned, planned)
	}
	after, _ := planned.rules()
	return listed(func(wire string) bool {
		rule, was := after[wire], before[wire]
		return rule.Effect == allows && (wider || !strings.EqualFold(was.Effect, allows) || was.Subject != rule.Subject)
	})
}

// mayMove reports whether one policy may not cover something that the other one covers. Where the planned one does not say what it covers,
// that stays as it is.
func mayMove(one, other, planned *dataSecurityModel) bool {
	has, known := one.ResourceIDs.Strings()
	needs, alsoKnown := other.ResourceIDs.Strings()
	switch {
	case planned.ResourceIDs.IsNull():
		return false
	case !known, !alsoKnown, one.ResourceIDs.IsNull(), other.ResourceIDs.IsNull():
		return true
	}
	return slices.ContainsFunc(needs, func(id string) bool { return !slices.Contains(has, id) })
}

// listed are what the rules open that are chosen.
func listed(chosen func(wire string) bool) []string {
	var list []string
	for _, rule := range append(slices.Clone(dataRules), dataRule{wire: datasecurity.RuleAppAccess, opens: appAccessOpens}) {
		if chosen(rule.wire) {
			list = append(list, rule.opens)
		}
	}
	return list
}
