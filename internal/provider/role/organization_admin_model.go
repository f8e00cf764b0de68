// SPDX-License-Identifier: MPL-2.0

package role

import (
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// organizationAdminModel is the state of an atlassian_organization_admin.
type organizationAdminModel struct {
	AccountID types.String `tfsdk:"account_id"`
	Email     types.String `tfsdk:"email"`
}

func newOrganizationAdminModel(account organization.Account) organizationAdminModel {
	return organizationAdminModel{AccountID: types.StringValue(account.AccountID), Email: base.StringOrNull(account.Email)}
}

func (m *organizationAdminModel) who() who { return who{m.AccountID, m.Email} }

func (m *organizationAdminModel) setWho(w who) { m.AccountID, m.Email = w.AccountID, w.Email }

// personal is the role of an organization admin.
func (m *organizationAdminModel) personal(o *organization.Organization) *personal {
	return &personal{o: o, typeName: "atlassian_organization_admin", who: m.who(), role: o.People.OrganizationRole()}
}

// parseOrganizationAdminID parses an import ID, which is that of the account.
func parseOrganizationAdminID(id string) ([]string, error) {
	if !base.AccountID.Matches(id) {
		return nil, errors.New("the import ID of an organization admin is the ID of the account")
	}
	return []string{id}, nil
}
