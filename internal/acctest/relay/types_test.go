// SPDX-License-Identifier: MPL-2.0

package relay_test

import (
	"context"
	"maps"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/rpc"
)

// withoutFinding are the types at which nothing is to be found, each with the reason. All others need a check.
var withoutFinding = map[string]string{
	"data atlassian_domain":                                "looks one domain up, and fails where there is none",
	"data atlassian_group":                                 "looks one group up, and fails where there is none",
	"data atlassian_user":                                  "looks one account up, and fails where there is none",
	"data atlassian_policy":                                "looks one policy up, and fails where there is none",
	"data atlassian_organization":                          "says which organization it is, and fails where there is another",
	"data atlassian_marketplace_app":                       "says what the vendor of one app declares, and judges none of it",
	"function domain_verification_txt":                     "writes the value of a DNS record, and asks nobody",
	"action atlassian_suspend_user":                        "does what a person asks for, and reports what became of it",
	"action atlassian_restore_user":                        "does what a person asks for, and reports what became of it",
	"action atlassian_uninstall_app":                       "does what a person asks for, and reports what became of it",
	"action atlassian_revoke_api_key":                      "does what a person asks for, and reports what became of it",
	"action atlassian_revoke_user_api_token":               "does what a person asks for, and reports what became of it",
	"action atlassian_activate_account":                    "does what a person asks for, and reports what became of it",
	"action atlassian_deactivate_account":                  "does what a person asks for, and reports what became of it",
	"list atlassian_managed_account":                       "lists what can be imported, and the resource is checked",
	"action atlassian_move_users_to_authentication_policy": "does what a person asks for, and reports what became of it",
	"list atlassian_authentication_policy_members":         "lists what can be imported, and the resource is checked",
	"list atlassian_data_residency_policy":                 "lists what can be imported, and the resource is checked",
	"list atlassian_classification_level":                  "lists what can be imported, and the resource is checked",
	"list atlassian_domain_verification":                   "lists what can be imported, and the resource is checked",
	"list atlassian_ip_allowlist":                          "lists what can be imported, and the resource is checked",
	"list atlassian_group":                                 "lists what can be imported, and the resource is checked",
	"list atlassian_group_members":                         "lists what can be imported, and the resource is checked",
	"list atlassian_group_membership":                      "lists what can be imported, and the resource is checked",
	"list atlassian_user":                                  "lists what can be imported, and the resource is checked",
	"list atlassian_group_role_assignment":                 "lists what can be imported, and the resource is checked",
	"list atlassian_organization_admin":                    "lists what can be imported, and the resource is checked",
	"list atlassian_user_role_assignment":                  "lists what can be imported, and the resource is checked",
}

// A new type has a check here, or a reason for having none.
func TestEveryTypeIsChecked(t *testing.T) {
	t.Parallel()
	checked := make(map[string]bool)
	for _, one := range checks() {
		checked[one.kind+" "+one.of] = true
	}
	all := types(t)
	for _, name := range all {
		assert.NotEqual(t, checked[name], withoutFinding[name] != "", "%s needs a check in checks(), or a reason in withoutFinding, and not both", name)
	}
	for name := range checked {
		assert.Contains(t, all, name, "a check is of a type that there is not")
	}
	for name := range withoutFinding {
		assert.Contains(t, all, name, "a reason is for a type that there is not")
	}
}

// types are all types of the provider, with their kinds.
func types(t *testing.T) []string {
	t.Helper()
	server := rpc.NewServer(provider.New("test")())
	schemas, err := server.GetProviderSchema(context.Background(), &tfprotov6.GetProviderSchemaRequest{})
	require.NoError(t, err)
	var all []string
	add := func(kind string, names []string) {
		for _, name := range names {
			all = append(all, kind+" "+name)
		}
	}
	add("resource", slices.Sorted(maps.Keys(schemas.ResourceSchemas)))
	add("data", slices.Sorted(maps.Keys(schemas.DataSourceSchemas)))
	add("list", slices.Sorted(maps.Keys(schemas.ListResourceSchemas)))
	add("action", slices.Sorted(maps.Keys(schemas.ActionSchemas)))
	add("function", slices.Sorted(maps.Keys(schemas.Functions)))
	require.NotEmpty(t, all)
	return all
}
