// SPDX-License-Identifier: MPL-2.0

package formerly

import "github.com/hashicorp/terraform-plugin-framework/resource/schema"

// FolioSec is folio-sec/atlassian as of commit ec68c19 (docs/resources).
func FolioSec() Provider {
	policy := func(attributes map[string]schema.Attribute) schema.Schema {
		all := texts("create_timeout", "delete_timeout", "update_timeout", "organization_id", "policy_id")
		all["data"] = nested(map[string]schema.Attribute{"id": text(), "type": text(), "attributes": nested(attributes)})
		return schema.Schema{Attributes: all}
	}
	residency := texts("name", "status", "type")
	residency["rule"] = nested(map[string]schema.Attribute{"in": schema.SetAttribute{ElementType: text().GetType(), Optional: true}})
	residency["resources"] = schema.SetNestedAttribute{Optional: true, NestedObject: schema.NestedAttributeObject{Attributes: texts("id", "application_status")}}
	security := texts("name", "status", "type")
	security["metadata"] = nested(texts("description", "policy_coverage_level"))
	security["rule"] = nested(map[string]schema.Attribute{"export": nested(texts("effect"))})
	group := texts("id", "organization_id", "directory_id", "group_id", "name", "description", "managed_by")
	group["external_synced"] = flag()
	group["management_access"] = nested(map[string]schema.Attribute{"deletable": flag(), "modifiable": flag(), "readable": flag()})
	return Provider{Source: "folio-sec/atlassian", types: map[string]schema.Schema{
		"atlassian_organization_group":                             {Attributes: group},
		"atlassian_organization_group_membership":                  ofTexts("id", "organization_id", "directory_id", "group_id", "account_id"),
		"atlassian_organization_group_role_assignment":             ofTexts("id", "organization_id", "directory_id", "group_id", "resource", "role"),
		"atlassian_organization_user_role_assignment":              ofTexts("id", "organization_id", "directory_id", "account_id", "resource", "role"),
		"atlassian_organization_user_organization_role_assignment": ofTexts("id", "organization_id", "directory_id", "account_id", "role"),
		"atlassian_organization_policy":                            policy(residency),
		"atlassian_data_security_policy":                           policy(security),
	}}
}

// Gothub97 is gothub97/atlassian as of commit e987ba9 (docs/resources).
func Gothub97() Provider {
	priority := texts("id", "self", "name", "status_color", "description", "icon_url")
	priority["avatar_id"], priority["is_default"] = schema.Int64Attribute{Optional: true}, flag()
	return Provider{Source: "gothub97/atlassian", types: map[string]schema.Schema{
		"atlassian_jira_group":            ofTexts("id", "name", "self"),
		"atlassian_jira_group_membership": ofTexts("id", "group_id", "account_id"),
		"atlassian_jira_priority":         {Attributes: priority},
	}}
}

// FourPlusOne is fourplusone/jira as of commit 7151be4 (docs/resources, and jira/resource_group*.go for the IDs).
func FourPlusOne() Provider {
	return Provider{Source: "fourplusone/jira", types: map[string]schema.Schema{
		"jira_group":            ofTexts("id", "name"),
		"jira_group_membership": ofTexts("id", "group", "username"),
		"jira_user":             ofTexts("id", "name", "email", "display_name"),
	}}
}

func text() schema.StringAttribute { return schema.StringAttribute{Optional: true, Computed: true} }

func flag() schema.BoolAttribute { return schema.BoolAttribute{Optional: true, Computed: true} }

func nested(attributes map[string]schema.Attribute) schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{Optional: true, Computed: true, Attributes: attributes}
}

func texts(names ...string) map[string]schema.Attribute {
	all := make(map[string]schema.Attribute, len(names))
	for _, name := range names {
		all[name] = text()
	}
	return all
}

func ofTexts(names ...string) schema.Schema { return schema.Schema{Attributes: texts(names...)} }
