// SPDX-License-Identifier: MPL-2.0

package account

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/claims"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base/unordered"
)

// What a destroy does with a person.
const (
	destroySuspends = "suspend"
	destroyRemoves  = "remove"
	destroyForgets  = "forget"
)

// userModel is the state of an atlassian_user.
type userModel struct {
	Email            types.String        `tfsdk:"email"`
	DirectoryID      types.String        `tfsdk:"directory_id"`
	Status           types.String        `tfsdk:"status"`
	Groups           unordered.ListValue `tfsdk:"groups"`
	Roles            types.List          `tfsdk:"roles"`
	SendNotification types.Bool          `tfsdk:"send_notification"`
	NotificationText types.String        `tfsdk:"notification_text"`
	OnDestroy        types.String        `tfsdk:"on_destroy"`
	AccountID        types.String        `tfsdk:"account_id"`
	Name             types.String        `tfsdk:"name"`
	ClaimStatus      types.String        `tfsdk:"claim_status"`
}

// newUserModel makes the state of an account that no configuration has described.
func newUserModel(directoryID string, account organization.Account) userModel {
	model := userModel{
		DirectoryID: types.StringValue(directoryID),
		Groups:      unordered.Null(false),
		Roles:       types.ListNull(userRoleType),
		OnDestroy:   types.StringValue(destroySuspends),
	}
	model.take(account)
	return model
}

// take stores what Atlassian says of the account. The address keeps the spelling of the configuration where only case differs, and
// stays where Atlassian hides it. A status that is not known stays, too.
func (m *userModel) take(account organization.Account) {
	m.AccountID = types.StringValue(account.AccountID)
	m.Name = base.StringOrNull(account.Name)
	m.ClaimStatus = base.StringOrNull(account.ClaimStatus)
	if account.Email != "" && !organization.SameEmail(account.Email, m.Email.ValueString()) {
		m.Email = types.StringValue(account.Email)
	}
	m.takeStatus(account)
}

// takeStatus stores the status alone.
func (m *userModel) takeStatus(account organization.Account) {
	if status := statusOf(account); status != "" || m.Status.IsUnknown() {
		m.Status = base.StringOrNull(status)
	}
}

// complete fills in what a plan did not know of the account. The rest stays as it was planned, even if it differs by now: the next refresh
// takes it over, and notes a new address.
func (m *userModel) complete(account organization.Account) {
	for value, text := range map[*types.String]string{&m.AccountID: account.AccountID, &m.Name: account.Name, &m.ClaimStatus: account.ClaimStatus} {
		if value.IsUnknown() {
			*value = base.StringOrNull(text)
		}
	}
	m.takeStatus(account)
}

// statusOf is the status of an account in the spelling of the attribute, or Atlassian's own word where the attribute has none. A person
// with suspended access is suspended, even if the account is deactivated as well: nothing is left for this type to do.
func statusOf(account organization.Account) string {
	if organization.IsSuspended(account) {
		return organization.StatusSuspended
	}
	for _, word := range []string{organization.StatusActive, organization.StatusSuspended} {
		if strings.EqualFold(account.Status, word) {
			return word
		}
	}
	return account.Status
}

// unconfirmed is the state of a person who may have been invited, for all that is known.
func (m *userModel) unconfirmed() {
	for _, v := range []*types.String{&m.AccountID, &m.Name, &m.ClaimStatus, &m.Status} {
		if v.IsUnknown() {
			*v = types.StringNull()
		}
	}
}

// identity lists the values of the identity's parts.
func (m *userModel) identity() []string {
	return []string{m.DirectoryID.ValueString(), m.AccountID.ValueString()}
}

// named names the person in a message.
func (m *userModel) named() string {
	return "atlassian_user of " + base.Word(cmp.Or(m.Email.ValueString(), m.AccountID.ValueString()))
}

// subjects are the names by which the configuration can hold the person.
func (m *userModel) subjects() []claims.Subject {
	directoryID := m.DirectoryID.ValueString()
	return organization.ByEachName(m.AccountID.ValueString(), m.Email.ValueString(), func(name string) claims.Subject {
		return organization.UserSubject(directoryID, name)
	})
}

// invitesTo reports whether an invitation would give anything. An unknown list may.
func (m *userModel) invitesTo() bool {
	return m.Groups.IsUnknown() || m.Roles.IsUnknown() || len(m.Groups.Elements())+len(m.Roles.Elements()) > 0
}

// sameInvitation reports whether a planned invitation says the same.
func (m *userModel) sameInvitation(planned *userModel) bool {
	return m.Groups.Equal(planned.Groups) && m.Roles.Equal(planned.Roles) &&
		m.SendNotification.Equal(planned.SendNotification) && m.NotificationText.Equal(planned.NotificationText)
}

// another reports whether a planned address or directory certainly is not the present one. An unknown one may be the same.
func (m *userModel) another(planned *userModel) bool {
	differs := func(a, b types.String) bool {
		return !b.IsUnknown() && !strings.EqualFold(a.ValueString(), b.ValueString())
	}
	return differs(m.Email, planned.Email) || differs(m.DirectoryID, planned.DirectoryID)
}

// userNote says what a planned creation is for. An unknown part is empty.
type userNote struct {
	Directory string `json:"directory"`
	Email     string `json:"email"`
	Account   string `json:"account"`
}

func noteUser(planned *userModel) userNote {
	return userNote{planned.DirectoryID.ValueString(), planned.Email.ValueString(), planned.AccountID.ValueString()}
}

// of reports whether the creation is for the same person. An unknown part counts as the same. The account decides where it is known: the
// address may be one that the person had before, and that is another one's now.
func (n userNote) of(m *userModel) bool {
	accountID := m.AccountID.ValueString()
	switch {
	case n.Directory != "" && !strings.EqualFold(n.Directory, m.DirectoryID.ValueString()):
		return false
	case n.Account != "" && accountID != "":
		return n.Account == accountID
	}
	return n.Email == "" || organization.SameEmail(n.Email, m.Email.ValueString())
}

// partial reports whether the plan did not know what the creation is for.
func (n userNote) partial() bool { return n.Directory == "" || n.Email == "" }

// parseUserID parses an import ID into a directory, which may be empty, and an account ID or an address.
func parseUserID(id string) ([]string, error) {
	directory, who, both := strings.Cut(id, "/")
	if !both {
		directory, who = "", id
	}
	if both && directory == "" || !base.AccountID.Matches(who) && !base.EmailAddress.Matches(who) {
		return nil, errors.New("the import ID of a user is an account ID or an e-mail address, or DIRECTORY_ID/ACCOUNT_ID or DIRECTORY_ID/EMAIL; " +
			"without a directory, the provider's directory is taken, else the organization's only one")
	}
	return []string{directory, who}, nil
}

// nobody says that an address belongs to no account of a directory.
func nobody(email, directoryID string) string {
	return fmt.Sprintf("No account of directory %s has the address %s", directoryID, base.Word(email))
}
