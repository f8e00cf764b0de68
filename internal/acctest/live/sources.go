// SPDX-License-Identifier: MPL-2.0

package live

import "slices"

// sources are all data sources, each with what to read by it. Those whose values others need come first.
var sources = []struct {
	name  string
	looks func(r *reader) []look
}{
	{"atlassian_organization", once(nil)},
	{"atlassian_directories", once(nil)},
	{"atlassian_workspaces", once(nil)},
	{"atlassian_domains", once(nil)},
	{"atlassian_domain", byFirst("name", "atlassian_domains", "domains", "name")},
	{"atlassian_groups", once(nil)},
	{"atlassian_group", byFirst("id", "atlassian_groups", "groups", "id")},
	{"atlassian_group_members", byFirst("group_id", "atlassian_groups", "groups", "id")},
	{"atlassian_users", func(*reader) []look {
		everything := []any{"groups", "platform_roles", "product_access"}
		looks := []look{{config: map[string]any{"expand": everything}}}
		return append(looks, look{config: map[string]any{"role_ids": []any{"atlassian/org-admin"}}})
	}},
	{"atlassian_user", byFirst("account_id", "atlassian_users", "users", "account_id")},
	{"atlassian_authentication_policies", once(nil)},
	{"atlassian_authentication_policy_members", byFirst("policy_id", "atlassian_authentication_policies", "policies", "id")},
	{"atlassian_policies", once(nil)},
	{"atlassian_policy", byFirst("id", "atlassian_policies", "policies", "id")},
	{"atlassian_classification_levels", once(nil)},
	{"atlassian_audit_event_actions", once(nil)},
	{"atlassian_audit_events", once(map[string]any{"last_days": 7, "max_events": 500})},
	{"atlassian_api_keys", once(nil)},
	{"atlassian_api_tokens", once(nil)},
	{"atlassian_installed_apps", func(r *reader) []look {
		sites := r.sites()
		if len(sites) == 0 || r.org.UserAPIToken == "" {
			return []look{{lacks: "a site, and the API token of a person"}}
		}
		return []look{{config: map[string]any{"sites": sites}}}
	}},
	{"atlassian_marketplace_app", byFirst("key", "atlassian_installed_apps", "apps", "key")},
	{"atlassian_backup_policies", func(r *reader) []look {
		if r.org.UserAPIToken == "" {
			return []look{{lacks: "the API token of a person"}}
		}
		return []look{{config: map[string]any{}}}
	}},
	{"atlassian_access_review", once(map[string]any{"include": []any{"api_tokens", "authentication_policies"}})},
	{"atlassian_security_posture", once(nil)},
}

func once(config map[string]any) func(*reader) []look {
	if config == nil {
		config = map[string]any{}
	}
	return func(*reader) []look { return []look{{config: config}} }
}

// byFirst reads the first object that a data source before it has found.
func byFirst(attribute, typeName, list, of string) func(*reader) []look {
	return func(r *reader) []look {
		value := r.first(typeName, list, of)
		if value == nil {
			return []look{{lacks: "a value from " + typeName}}
		}
		return []look{{config: map[string]any{attribute: value}}}
	}
}

// sites are the cloud IDs of some sites.
func (r *reader) sites() []any {
	var found []any
	for _, one := range elements(r.values["atlassian_workspaces"], "workspaces") {
		if id := one["cloud_id"]; id != nil && id != "" && !slices.Contains(found, id) && len(found) < ofEach {
			found = append(found, id)
		}
	}
	return found
}
