// SPDX-License-Identifier: MPL-2.0

package group

import (
	"errors"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
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

// take brings a group's properties, as Atlassian shows them, into the model, whose directory is known already. The user's
// spelling of the name stays where only its case differs: Atlassian takes both for the same name.
func (m *groupModel) take(g organization.Group) {
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

// unidentified keeps of a group without a known ID only what finds the group that has its name. It removes the protection from
// deletion, because the replacement that Terraform plans next could not remove the state otherwise.
func (m *groupModel) unidentified() {
	m.ID = types.StringNull()
	m.ManagedBy = types.StringNull()
	m.ExternalSynced = types.BoolNull()
	m.DeletionProtection = types.BoolValue(false)
}

// nameless reports whether the state does not say which group it is about: see [groupModel.unidentified].
func (m *groupModel) nameless() bool { return m.ID.ValueString() == "" && !m.ID.IsUnknown() }

// key says which group the state is about. A state without an ID has no key: see [groupModel.nameless].
func (m *groupModel) key() organization.GroupKey {
	return organization.GroupKey{DirectoryID: m.DirectoryID.ValueString(), GroupID: m.ID.ValueString()}
}

// replacedBy reports whether a planned group is certainly another one than this.
func (m *groupModel) replacedBy(planned *groupModel) bool {
	return differs(m.DirectoryID, planned.DirectoryID)
}

// change is what a plan changes about the group's name and description. It is false where the plan changes neither. A value that is
// not known yet makes it true without filling a field.
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

// groupReference is what an import ID of a group says: its ID or its name, and perhaps its directory.
type groupReference struct {
	directoryID, groupID, name string
}

const namePrefix = "name:"

// uuid is the form of a directory's ID in practice. An import ID demands it, so that another text before a slash is told from
// a directory; an import by identity, which names its parts, does not.
var uuid = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

// parseGroupReference takes an import ID apart. A name may itself hold slashes: whatever follows "name:" is the name.
func parseGroupReference(id string) (groupReference, error) {
	var ref groupReference
	rest := id
	if !strings.HasPrefix(id, namePrefix) {
		if directory, group, ok := strings.Cut(id, "/"); ok {
			if !uuid.MatchString(directory) {
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
	if ref.name == "" && !base.GroupID.Is(ref.groupID) {
		return ref, wrongImportID(ref.groupID, groupIDForms)
	}
	return ref, nil
}

// wrongImportID says what an import ID looks like; and where the group's ID in it is wrong for its case alone, that it is.
func wrongImportID(groupID, forms string) error {
	if !base.GroupID.Is(groupID) && base.GroupID.Is(strings.ToLower(groupID)) {
		forms = strings.TrimSuffix(base.GroupID.Check(groupID).Error(), ".") + "; " + forms
	}
	return errors.New(forms)
}

const groupIDForms = "the import ID of a group is DIRECTORY_ID/GROUP_ID or GROUP_ID, the group's ID being a UUID in lower case; where the ID is not known, " +
	"it is name:NAME or DIRECTORY_ID/name:NAME. Without a directory, the provider's directory is taken, else the organization's only one"
