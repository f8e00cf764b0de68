// SPDX-License-Identifier: MPL-2.0

package chaos_test

import "github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"

// sources are the data sources that a case may read, with what they are asked for.
var sources = map[string]map[string]any{
	"atlassian_access_review":                 {},
	"atlassian_api_keys":                      {},
	"atlassian_api_tokens":                    {},
	"atlassian_audit_event_actions":           {},
	"atlassian_audit_events":                  {"last_days": 7},
	"atlassian_authentication_policies":       {},
	"atlassian_authentication_policy_members": {"policy_id": policyID(firstPolicy)},
	"atlassian_backup_policies":               {},
	"atlassian_classification_levels":         {},
	"atlassian_directories":                   {},
	"atlassian_domain":                        {"name": "large.example"},
	"atlassian_domains":                       {},
	"atlassian_group":                         {"name": simulated.GroupName(untouched)},
	"atlassian_group_members":                 {"group_id": simulated.GroupID(untouched)},
	"atlassian_groups":                        {},
	"atlassian_installed_apps":                {"sites": []any{simulated.CloudID(1)}},
	"atlassian_marketplace_app":               {"key": listed},
	"atlassian_organization":                  {},
	"atlassian_policies":                      {},
	"atlassian_policy":                        {"name": "Others' data", "type": "data-residency"},
	"atlassian_security_posture":              {},
	"atlassian_user":                          {"email": simulated.Email(theOutsider)},
	"atlassian_users":                         {},
	"atlassian_workspaces":                    {},
}

// data reads a data source. It must answer, unless the trouble is more than the provider can bear.
func (c *chaos) data(must bool) {
	name := pick(c.draft, sorted(sources)...)
	_, diagnostics := c.server.ReadDataSource(name, sources[name])
	c.said(name, diagnostics)
	if err := diagnostics.Err(); err != nil && must {
		c.failed("%s: %v", name, err)
	}
}
