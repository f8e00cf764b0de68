// SPDX-License-Identifier: MPL-2.0

package group

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/claims"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// groupModel is the state of an atlassian_group.
type groupModel struct {
	ID                 types.String   `tfsdk:"id"`
	DirectoryID        types.String   `tfsdk:"directory_id"`
	Name               types.String   `tfsdk:"name"`
	Description        types.String   `tfsdk:"description"`
	DeletionProtection types.Bool     `tfsdk:"deletion_protection"`
	ManagedBy          types.String   `tfsdk:"managed_by"`
	ExternalSynced     types.Bool     `tfsdk:"external_synced"`
	Timeouts           timeouts.Value `tfsdk:"timeouts"`
}

// setGroup takes over a group's properties from Atlassian. The model has the directory already. The user's spelling of the name
// stays if only its case differs, because Atlassian treats both as the same name.
func (m *groupModel) setGroup(g organization.Group) {
	m.ID = types.StringValue(g.ID)
	if m.Name.IsNull() || m.Name.IsUnknown() || !organization.SameGroupName(m.Name.ValueString(), g.Name) {
		m.Name = types.StringValue(g.Name)
	}
	if described := base.StringOrNull(g.Description); m.Description.IsUnknown() || !sameDescription(m.Description, described) {
		m.Description = described // an empty one of the configuration stays, because it counts as none
	}
	m.ManagedBy = base.StringOrNull(g.ManagedBy)
	m.ExternalSynced = types.BoolValue(g.ExternalSynced)
	if m.DeletionProtection.IsNull() || m.DeletionProtection.IsUnknown() { // after an import there is none
		m.DeletionProtection = types.BoolValue(false)
	}
}

// complete fills in what the plan did not know. The rest stays as it was planned, even if somebody has changed it since: the next refresh
// takes that over, and the plan shows it.
func (m *groupModel) complete(g organization.Group) {
	shown := *m
	shown.setGroup(g)
	for value, now := range map[*types.String]types.String{&m.ID: shown.ID, &m.Name: shown.Name, &m.Description: shown.Description, &m.ManagedBy: shown.ManagedBy} {
		if value.IsUnknown() {
			*value = now
		}
	}
	if m.ExternalSynced.IsUnknown() {
		m.ExternalSynced = shown.ExternalSynced
	}
}

// forgetID keeps only the values that find a group by its name, for a group without a known ID. It removes the protection from
// deletion, because the replacement that Terraform plans next could not remove the state otherwise.
func (m *groupModel) forgetID() {
	m.ID = types.StringNull()
	m.ManagedBy = types.StringNull()
	m.ExternalSynced = types.BoolNull()
	m.DeletionProtection = types.BoolValue(false)
}

// nameless reports whether the state does not say which group it is: see [groupModel.forgetID].
func (m *groupModel) nameless() bool { return m.ID.ValueString() == "" && !m.ID.IsUnknown() }

// key identifies the group of the state. A state without an ID has no key: see [groupModel.nameless].
func (m *groupModel) key() organization.GroupKey {
	return organization.GroupKey{DirectoryID: m.DirectoryID.ValueString(), GroupID: m.ID.ValueString()}
}

// nameSubject is the name of the group, of which its directory has one.
func (m *groupModel) nameSubject() claims.Subject {
	return organization.GroupNameSubject(m.DirectoryID.ValueString(), m.Name.ValueString())
}

// replacedBy reports whether a planned group is certainly another group.
func (m *groupModel) replacedBy(planned *groupModel) bool {
	return differs(m.DirectoryID, planned.DirectoryID)
}

// change returns the planned change of the group's name and description. It returns false if the plan changes neither. An unknown
// value counts as a change, but fills no field.
func (m *groupModel) change(planned *groupModel) (organization.GroupChange, bool) {
	var change organization.GroupChange
	if !m.Name.Equal(planned.Name) && !planned.Name.IsUnknown() {
		change.Name = planned.Name.ValueStringPointer()
	}
	if !sameDescription(m.Description, planned.Description) && !planned.Description.IsUnknown() {
		change.Description = new(planned.Description.ValueString()) // none is sent as an empty one
	}
	return change, !m.Name.Equal(planned.Name) || !sameDescription(m.Description, planned.Description)
}

// groupReference is a parsed import ID of a group: its ID or its name, and perhaps its directory.
type groupReference struct {
	directoryID, groupID, name string
}

const namePrefix = "name:"

// parseGroupReference parses an import ID. A name may contain slashes: everything after "name:" is the name.
func parseGroupReference(id string) (groupReference, error) {
	var ref groupReference
	rest := id
	if !strings.HasPrefix(id, namePrefix) {
		if directory, group, ok := strings.Cut(id, "/"); ok {
			if !base.IsUUID(directory) {
				return ref, errors.New(groupIDForms)
			}
			ref.directoryID, rest = directory, group
		}
	}
	if name, ok := strings.CutPrefix(rest, namePrefix); ok {
		ref.name = name
	} else {
		ref.groupID = rest
	}
	if ref.name == "" && !base.GroupID.Matches(ref.groupID) {
		return ref, base.WrongGroupID(ref.groupID, groupIDForms)
	}
	return ref, nil
}

const groupIDForms = "the import ID of a group is DIRECTORY_ID/GROUP_ID or GROUP_ID. GROUP_ID is a UUID in lower case. If you do not know the ID, " +
	"use name:NAME or DIRECTORY_ID/name:NAME. If you leave the directory out, the provider takes its own directory_id, else the organization's only directory"

// The private data that Terraform stores beside a state holds what only the provider needs to know.
const (
	// replaceableKey is the key for the group of a plan. If Terraform replaces the group, it plans the new one as if there were
	// no old one, and passes on only this note.
	replaceableKey = "replaceable"
	// unconfirmedKey is the key for what is known of a creation that has never identified its group.
	unconfirmedKey = "unconfirmed"
)

// replaceable is the note about the group of a plan.
type replaceable struct {
	DirectoryID        string `json:"directory_id"`
	GroupID            string `json:"group_id"`
	Name               string `json:"name"`
	ManagedBy          string `json:"managed_by"`
	ExternalSynced     bool   `json:"external_synced"`
	DeletionProtection bool   `json:"deletion_protection"`
	// Said is set if the plan has already said what is lost with the group.
	Said bool `json:"said"`
}

// model returns the noted group, as far as its deletion needs it.
func (r replaceable) model() groupModel {
	return groupModel{
		ID: types.StringValue(r.GroupID), DirectoryID: types.StringValue(r.DirectoryID), Name: types.StringValue(r.Name),
		ManagedBy: types.StringValue(r.ManagedBy), ExternalSynced: types.BoolValue(r.ExternalSynced), DeletionProtection: types.BoolValue(r.DeletionProtection),
	}
}

func writeReplaceable(ctx context.Context, private base.Private, m *groupModel, said bool) diag.Diagnostics {
	return base.Note(ctx, private, replaceableKey, replaceable{
		DirectoryID: m.DirectoryID.ValueString(), GroupID: m.ID.ValueString(), Name: m.Name.ValueString(), ManagedBy: m.ManagedBy.ValueString(),
		ExternalSynced: m.ExternalSynced.ValueBool(), DeletionProtection: m.DeletionProtection.ValueBool(), Said: said,
	})
}

// readReplaceable reads the note about the replaced group. It is empty if there is no note.
func readReplaceable(ctx context.Context, private base.Private) (note replaceable, diags diag.Diagnostics) {
	data, diags := private.GetKey(ctx, replaceableKey)
	if len(data) > 0 && json.Unmarshal(data, &note) != nil {
		return replaceable{}, diags // only a help
	}
	return note, diags
}

// writeUnconfirmed notes whether the answer to a creation was lost.
func writeUnconfirmed(ctx context.Context, private base.Private, lost bool) diag.Diagnostics {
	return base.Note(ctx, private, unconfirmedKey, lost)
}

// readUnconfirmed reads whether the answer to a creation was lost. Without a note, it may have been.
func readUnconfirmed(ctx context.Context, private base.Private) (lost bool, diags diag.Diagnostics) {
	data, diags := private.GetKey(ctx, unconfirmedKey)
	return len(data) == 0 || json.Unmarshal(data, &lost) != nil || lost, diags
}

// maxGroupNameLength is how many characters Atlassian takes in a group's name. Unverified: Atlassian documents no limit for this
// operation; its products have this one.
const maxGroupNameLength = 255

// nameForm is the validator of a group's name. Atlassian would refuse other names in the middle of an apply, or change them, so
// that the new group could not be found by its name.
type nameForm struct{}

var _ validator.String = nameForm{}

// Description says what the validator requires.
func (nameForm) Description(context.Context) string {
	return fmt.Sprintf("must have 1 to %d characters, no blanks around them, and no control characters", maxGroupNameLength)
}

// MarkdownDescription says what the validator requires.
func (v nameForm) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString reports an invalid name.
func (nameForm) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if problem := wrongName(req.ConfigValue.ValueString()); problem != "" {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid name of a group", problem)
	}
}

// wrongName says what is wrong with a group's name, and what to do about it. It is empty for a valid name.
func wrongName(name string) string {
	trimmed := strings.TrimSpace(name)
	switch {
	case trimmed == "":
		return fmt.Sprintf("%q is not a name. The name of a group needs at least one character that is not blank.", name)
	case trimmed != name:
		return fmt.Sprintf("The name %s has blanks or line breaks around it. Remove them, or wrap the expression in trimspace().", base.Quoted(name))
	case strings.ContainsFunc(name, unprintable):
		return fmt.Sprintf("The name %s has a line break or another invisible character. Remove it.", base.Quoted(name))
	case utf8.RuneCountInString(name) > maxGroupNameLength:
		return fmt.Sprintf("The name %s is too long: a group's name has at most %d characters.", base.Quoted(name), maxGroupNameLength)
	}
	return ""
}

// unprintable reports whether a character is a control character, breaks a line, or changes the direction of the text.
func unprintable(r rune) bool {
	return unicode.IsControl(r) || unicode.In(r, unicode.Zl, unicode.Zp, unicode.Bidi_Control)
}

// sameDescription reports whether two descriptions say the same. An empty one counts as none.
func sameDescription(a, b types.String) bool {
	if a.IsUnknown() || b.IsUnknown() {
		return a.IsUnknown() && b.IsUnknown()
	}
	return a.ValueString() == b.ValueString()
}

// keepSpelling is the plan modifier of a group's name. It plans no change of case, because Atlassian treats both spellings as the
// same name, and would not create a group with one beside a group with the other.
type keepSpelling struct{}

// Description says what the modifier does.
func (keepSpelling) Description(context.Context) string { return "Case does not matter." }

// MarkdownDescription says what the modifier does.
func (k keepSpelling) MarkdownDescription(ctx context.Context) string { return k.Description(ctx) }

// PlanModifyString plans the prior spelling if it means the same name.
func (keepSpelling) PlanModifyString(_ context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	if req.StateValue.IsNull() || req.PlanValue.IsNull() || req.PlanValue.IsUnknown() {
		return
	}
	if organization.SameGroupName(req.StateValue.ValueString(), req.PlanValue.ValueString()) {
		resp.PlanValue = req.StateValue
	}
}
