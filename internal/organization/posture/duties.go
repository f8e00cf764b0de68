// SPDX-License-Identifier: MPL-2.0

package posture

// Duty is something that Atlassian's shared-responsibility model leaves to the customer.
type Duty struct {
	// ID is what controls name.
	ID string
	// Area is the part of the customer's responsibility that the duty belongs to.
	Area string
	// Does says what the customer does.
	Does string
	// Types are the resources, data sources and actions that help, by their names.
	Types []string
	// Console says what a person does in Atlassian Administration, or elsewhere. It may be empty.
	Console string
}

// The areas of the customer's responsibility, as Atlassian's paper "Atlassian Cloud Security Shared Responsibilities" has them.
const (
	areaPolicy      = "Policy and compliance"
	areaUsers       = "Users"
	areaInformation = "Information"
	areaApps        = "Marketplace apps"
)

var duties = []Duty{
	{
		ID: "own_accounts", Area: areaUsers, Does: "Own the accounts of your people: verify your domains and claim the accounts",
		Types:   []string{"atlassian_domain_verification", "atlassian_domains", "atlassian_users"},
		Console: "Add the domain, and claim the accounts, in Atlassian Administration under Directory > Domains",
	},
	{
		ID: "sign_in", Area: areaUsers, Does: "Decide how people sign in: single sign-on, two-step verification, password rules",
		Types:   []string{"atlassian_authentication_policy_members", "atlassian_authentication_policy_attestation", "atlassian_authentication_policies"},
		Console: "Set up the policies in Atlassian Administration under Security > Authentication policies, and the identity provider under Security > Identity providers",
	},
	{
		ID: "lifecycle", Area: areaUsers, Does: "Give access to people who join, change it for people who move, and take it from people who leave",
		Types: []string{"atlassian_user", "atlassian_managed_account", "atlassian_group", "atlassian_group_membership", "atlassian_group_members"},
	},
	{
		ID: "least_privilege", Area: areaUsers, Does: "Give nobody more than they need: few organization admins, and roles by groups",
		Types: []string{"atlassian_organization_admins", "atlassian_organization_admin", "atlassian_group_role_assignment", "atlassian_user_role_assignment"},
	},
	{
		ID: "review_access", Area: areaUsers, Does: "Review regularly who has access to what",
		Types: []string{"atlassian_access_review", "atlassian_access_review_decision", "atlassian_suspend_user"},
	},
	{
		ID: "credentials", Area: areaUsers, Does: "Watch over API keys and API tokens: replace them before they expire, and revoke those that nobody uses",
		Types:   []string{"atlassian_api_keys", "atlassian_api_tokens", "atlassian_revoke_api_key", "atlassian_revoke_user_api_token"},
		Console: "Make and replace keys in Atlassian Administration under Organization settings > API keys; each person makes their own tokens",
	},
	{
		ID: "vet_apps", Area: areaApps, Does: "Decide which Marketplace apps may read your data, and look at them again when they change",
		Types:   []string{"atlassian_approved_apps", "atlassian_installed_apps", "atlassian_marketplace_app", "atlassian_user_installed_apps", "atlassian_uninstall_app"},
		Console: "Install apps, and consent to their updates, in the product or in Atlassian Administration under Connected apps",
	},
	{
		ID: "protect_data", Area: areaInformation, Does: "Know which data is sensitive, and keep it from leaving",
		Types:   []string{"atlassian_data_security_policy", "atlassian_classification_level", "atlassian_classification_order", "atlassian_classification_levels"},
		Console: "Publish data security policies in Atlassian Administration under Security > Data security policies. People classify content in the products",
	},
	{
		ID: "back_up", Area: areaInformation, Does: "Keep backups of your own, and see that they are made",
		Types:   []string{"atlassian_backup_policies"},
		Console: "Backup policies in Atlassian Administration under Data management > Backup and restore. Restore a backup now and then: nothing else proves that it works",
	},
	{
		ID: "restrict_network", Area: areaPolicy, Does: "Decide from which networks people can reach your organization",
		Types: []string{"atlassian_ip_allowlist"},
	},
	{
		ID: "watch", Area: areaPolicy, Does: "Watch the audit log, and answer what it shows",
		Types: []string{"atlassian_audit_events", "atlassian_audit_event_actions"},
	},
	{
		ID: "comply", Area: areaPolicy, Does: "Meet your own obligations: assess the risk, choose the regions of your data, train your people, report incidents",
		Types:   []string{"atlassian_data_residency_policy", "atlassian_workspaces", "atlassian_security_posture"},
		Console: "The rest is not a setting",
	},
}

// Duties are all duties, in the order of the guide.
func Duties() []Duty { return append([]Duty{}, duties...) }

// duty finds a duty by its ID.
func duty(id string) Duty {
	for _, one := range duties {
		if one.ID == id {
			return one
		}
	}
	return Duty{}
}

// Source says which duty a control is about.
func (c Control) Source() string {
	of := duty(c.Duty)
	return of.Area + ": " + of.Does
}
