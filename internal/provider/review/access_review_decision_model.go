// SPDX-License-Identifier: MPL-2.0

package review

import (
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/decision"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base/unordered"
)

const (
	day              = 24 * time.Hour
	validForDays     = 100
	maxValidForDays  = 366
	keyExpiryDays    = 30
	maxKeyExpiryDays = 365
)

// decisionModel is the state of an atlassian_access_review_decision.
type decisionModel struct {
	DirectoryIDs  unordered.ListValue `tfsdk:"directory_ids"`
	Quarter       types.String        `tfsdk:"quarter"`
	ReviewedBy    types.String        `tfsdk:"reviewed_by"`
	ReviewedAt    types.String        `tfsdk:"reviewed_at"`
	ValidForDays  types.Int64         `tfsdk:"valid_for_days"`
	Keep          types.Map           `tfsdk:"keep"`
	Remove        types.Map           `tfsdk:"remove"`
	Groups        types.Map           `tfsdk:"groups"`
	AppRoles      types.List          `tfsdk:"app_roles"`
	KeepSuspended types.Map           `tfsdk:"keep_suspended"`
	KeepAPIKeys   types.Map           `tfsdk:"keep_api_keys"`
	KeyExpiryDays types.Int64         `tfsdk:"key_expiry_days"`

	Undecided          types.List `tfsdk:"undecided"`
	NotRemoved         types.List `tfsdk:"not_removed"`
	SuspendedWithRoles types.List `tfsdk:"suspended_with_roles"`
	ExpiringAPIKeys    types.List `tfsdk:"expiring_api_keys"`
	MissingGroups      types.List `tfsdk:"missing_groups"`
	Expired            types.Bool `tfsdk:"expired"`

	KeptAccounts    types.Map  `tfsdk:"kept_accounts"`
	RemovedAccounts types.Map  `tfsdk:"removed_accounts"`
	GroupMembers    types.Map  `tfsdk:"group_members"`
	AppRoleHolders  types.Map  `tfsdk:"app_role_holders"`
	WithoutAccess   types.List `tfsdk:"without_access"`
}

// idsType is a list of account IDs. The provider alone writes such lists, sorted, so that their order never differs.
var idsType = types.ListType{ElemType: types.StringType}

// personType is a person in a finding.
var personType = types.ObjectType{AttrTypes: map[string]attr.Type{
	"account_id": types.StringType, "email": types.StringType, "name": types.StringType, "status": types.StringType, "reason": types.StringType,
}}

// keyType is an API key in a finding.
var keyType = types.ObjectType{AttrTypes: map[string]attr.Type{
	"id": types.StringType, "label": types.StringType, "created_by": types.StringType, "expires_at": types.StringType, "reason": types.StringType,
}}

func peopleList(people []decision.Person) types.List {
	values := make([]attr.Value, len(people))
	for i, p := range people {
		values[i] = types.ObjectValueMust(personType.AttrTypes, map[string]attr.Value{
			"account_id": types.StringValue(p.AccountID), "email": base.StringOrNull(p.Email), "name": base.StringOrNull(p.Name),
			"status": base.StringOrNull(p.Status), "reason": types.StringValue(p.Reason),
		})
	}
	return types.ListValueMust(personType, values)
}

func keyList(keys []decision.KeyFinding) types.List {
	values := make([]attr.Value, len(keys))
	for i, k := range keys {
		expires := types.StringNull()
		if !k.ExpiresAt.IsZero() {
			expires = types.StringValue(base.RFC3339(k.ExpiresAt))
		}
		by := k.CreatedBy
		values[i] = types.ObjectValueMust(keyType.AttrTypes, map[string]attr.Value{
			"id": types.StringValue(k.ID), "label": base.StringOrNull(k.Label), "created_by": base.StringOrNull(firstOf(by.Email, by.Name, by.AccountID)),
			"expires_at": expires, "reason": types.StringValue(k.Reason),
		})
	}
	return types.ListValueMust(keyType, values)
}

// firstOf is the first text that is not empty.
func firstOf(texts ...string) string {
	if at := slices.IndexFunc(texts, func(t string) bool { return t != "" }); at >= 0 {
		return texts[at]
	}
	return ""
}

// show writes findings into the model. Keys that nobody has looked at stay null.
func (m *decisionModel) show(found decision.Findings) {
	m.Undecided, m.NotRemoved, m.SuspendedWithRoles = peopleList(found.Undecided), peopleList(found.NotRemoved), peopleList(found.SuspendedWithRoles)
	m.MissingGroups = base.StringList(found.MissingGroups)
	m.ExpiringAPIKeys = types.ListNull(keyType)
	if m.looksAtKeys() {
		m.ExpiringAPIKeys = keyList(found.ExpiringKeys)
	}
}

// looksAtKeys reports whether API keys are a part of the review.
func (m *decisionModel) looksAtKeys() bool { return m.KeyExpiryDays.ValueInt64() > 0 }

// record writes what was recorded into the model, where the plan has not promised it.
func (m *decisionModel) record(r decision.Record) {
	if !knownMap(m.KeptAccounts) {
		m.KeptAccounts = textMap(r.Kept)
	}
	if !knownMap(m.RemovedAccounts) {
		m.RemovedAccounts = textMap(r.Removed)
	}
	if !knownMap(m.GroupMembers) {
		m.GroupMembers = idsMap(r.Groups)
	}
	if !knownMap(m.AppRoleHolders) {
		m.AppRoleHolders = idsMap(r.AppRoles)
	}
	if m.WithoutAccess.IsUnknown() {
		m.WithoutAccess = base.StringList(r.WithoutAccess)
	}
}

// recorded reads what a state has recorded.
func (m *decisionModel) recorded() decision.Record {
	return decision.Record{
		Kept: texts(m.KeptAccounts), Removed: texts(m.RemovedAccounts), Groups: idLists(m.GroupMembers), AppRoles: idLists(m.AppRoleHolders),
		WithoutAccess: stringsOf(m.WithoutAccess),
	}
}

// written reads what a reviewer has written, as far as it is known. Roles are those of which the resource is known.
func (m *decisionModel) written() decision.Written {
	w := decision.Written{
		Keep: texts(m.Keep), Remove: texts(m.Remove), KeepSuspended: texts(m.KeepSuspended), KeepAPIKeys: texts(m.KeepAPIKeys), Groups: texts(m.Groups),
	}
	for _, key := range m.roleKeys() {
		at := strings.LastIndex(key, "/"+base.RolePrefix)
		w.AppRoles = append(w.AppRoles, decision.AppRole{ResourceID: key[:at], Role: key[at+1:]})
	}
	return w
}

// roleKeys are the roles that a state has recorded, by [decision.AppRole.Key].
func (m *decisionModel) roleKeys() []string {
	keys := make([]string, 0, len(m.AppRoleHolders.Elements()))
	for key := range m.AppRoleHolders.Elements() {
		if strings.LastIndex(key, "/"+base.RolePrefix) >= 0 {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}

// isRecorded reports whether a review was recorded, as after everything but an import.
func (m *decisionModel) isRecorded() bool { return !m.Quarter.IsNull() }

// directories are the directories that the review is about: none for the whole organization.
func (m *decisionModel) directories() []string {
	ids, _ := m.DirectoryIDs.Strings()
	return ids
}

// wholeOrganization is the value of the identity's one part where the review is about all directories.
const wholeOrganization = "all"

// identity is the value of the identity's one part.
func (m *decisionModel) identity() string {
	if m.DirectoryIDs.IsNull() {
		return wholeOrganization
	}
	ids := slices.Clone(m.directories())
	slices.Sort(ids)
	return strings.Join(ids, ",")
}

// reviewedAt is when the review was, or zero where that is not known.
func (m *decisionModel) reviewedAt() time.Time {
	at, err := time.Parse(time.RFC3339, m.ReviewedAt.ValueString())
	if err != nil {
		return time.Time{}
	}
	return at
}

// lapsed reports whether a review is too old at a time, or from the future. One whose time cannot be read counts as too old.
func (m *decisionModel) lapsed(now time.Time) bool {
	at := m.reviewedAt()
	return at.IsZero() || at.After(now) || now.After(at.Add(time.Duration(m.ValidForDays.ValueInt64())*day))
}

// texts reads a map of strings, without unknown ones.
func texts(m types.Map) map[string]string {
	plain := make(map[string]string, len(m.Elements()))
	for key, value := range m.Elements() {
		if text, is := value.(types.String); is && !text.IsUnknown() {
			plain[key] = text.ValueString()
		}
	}
	return plain
}

func textMap(plain map[string]string) types.Map {
	values := make(map[string]attr.Value, len(plain))
	for key, text := range plain {
		values[key] = types.StringValue(text)
	}
	return types.MapValueMust(types.StringType, values)
}

func idLists(m types.Map) map[string][]string {
	plain := make(map[string][]string, len(m.Elements()))
	for key, value := range m.Elements() {
		if list, is := value.(types.List); is && !list.IsUnknown() {
			plain[key] = stringsOf(list)
		}
	}
	return plain
}

func idsMap(plain map[string][]string) types.Map {
	values := make(map[string]attr.Value, len(plain))
	for key, ids := range plain {
		values[key] = base.StringList(ids)
	}
	return types.MapValueMust(idsType, values)
}

func stringsOf(list types.List) []string {
	plain := make([]string, 0, len(list.Elements()))
	for _, value := range list.Elements() {
		if text, is := value.(types.String); is {
			plain = append(plain, text.ValueString())
		}
	}
	return plain
}

// knownMap reports whether a map and all its values are known.
func knownMap(m types.Map) bool {
	if m.IsUnknown() {
		return false
	}
	for _, value := range m.Elements() {
		if value.IsUnknown() {
			return false
		}
	}
	return true
}
