// SPDX-License-Identifier: MPL-2.0

package posture

// The controls, by their IDs.
const (
	VerifiedDomain       = "verified_domain"
	IntendedPolicies     = "managed_accounts_in_intended_policies"
	TwoStepVerification  = "two_step_verification"
	SingleSignOn         = "single_sign_on_attested"
	OrganizationAdmins   = "organization_admins"
	DormantAccounts      = "no_dormant_accounts"
	SuspendedAccounts    = "no_suspended_accounts_with_roles"
	OrganizationAPIKeys  = "api_keys"
	UserAPITokens        = "user_api_tokens" //nolint:gosec // a name
	IPAllowlist          = "ip_allowlist"
	ApprovedApps         = "approved_apps"
	BlockedUserApps      = "user_installed_apps_blocked"
	DataClassified       = "data_classified"
	DataExportRestricted = "data_export_restricted"
	SitesBackedUp        = "sites_backed_up"
)

// list is the list of controls, in the order of the report. A change of it is a new [Version].
var list = []Control{
	{
		ID: VerifiedDomain, Holds: "A domain is verified, and no verification is lost", Severity: Critical, Duty: "own_accounts",
		Fix: "atlassian_domain_verification; the domain itself is added in Atlassian Administration under Directory > Domains", Reads: []Source{Domains}, judge: judgeDomains,
	},
	{
		ID: IntendedPolicies, Holds: "Every managed account is in an intended authentication policy", Severity: High, Duty: "sign_in",
		Fix: "atlassian_authentication_policy_members", Reads: []Source{People, AuthenticationPolicies}, Asks: asksIntendedPolicies, judge: judgePlaces,
	},
	{
		ID: TwoStepVerification, Holds: "Managed accounts have two-step verification", Severity: Critical, Duty: "sign_in",
		Fix: "Atlassian Administration under Security > Authentication policies, then atlassian_authentication_policy_attestation", Reads: []Source{People}, judge: judgeTwoStep,
	},
	{
		ID: SingleSignOn, Holds: "Single sign-on is attested, and unchanged since", Severity: High, Duty: "sign_in",
		Fix: "atlassian_authentication_policy_attestation, after a look in Atlassian Administration under Security > Authentication policies", Reads: []Source{PolicyChanges}, Asks: asksAttestations, judge: judgeSignOn,
	},
	{
		ID: OrganizationAdmins, Holds: "There are few organization admins, at least two, and not by a group alone", Severity: Critical, Duty: "least_privilege",
		Fix: "atlassian_organization_admins or atlassian_organization_admin", Reads: []Source{Admins}, judge: judgeAdmins,
	},
	{
		ID: DormantAccounts, Holds: "No dormant account has access", Severity: Medium, Duty: "review_access",
		Fix: "atlassian_access_review shows them; suspend or remove them with atlassian_user", Reads: []Source{People}, judge: judgeDormant,
	},
	{
		ID: SuspendedAccounts, Holds: "No suspended account has roles", Severity: Medium, Duty: "review_access",
		Fix: "atlassian_access_review shows them; take their roles away with atlassian_group_members and atlassian_user_role_assignment", Reads: []Source{People}, judge: judgeSuspended,
	},
	{
		ID: OrganizationAPIKeys, Holds: "No API key expires soon or was never used", Severity: High, Duty: "credentials",
		Fix: "Atlassian Administration under Organization settings > API keys to replace a key, and the action atlassian_revoke_api_key to end one", Reads: []Source{APIKeys}, judge: judgeKeys,
	},
	{
		ID: UserAPITokens, Holds: "No API token of a person expires soon or was never used", Severity: Medium, Duty: "credentials",
		Fix: "the person replaces the token; the action atlassian_revoke_user_api_token ends one", Reads: []Source{APITokens}, judge: judgeTokens,
	},
	{
		ID: IPAllowlist, Holds: "An IP allowlist is on", Severity: Medium, Duty: "restrict_network",
		Fix: "atlassian_ip_allowlist", Reads: []Source{IPAllowlists}, judge: judgeAllowlist,
	},
	{
		ID: ApprovedApps, Holds: "Every installed app is approved, and within its approval", Severity: High, Duty: "vet_apps",
		Fix: "atlassian_approved_apps", Reads: []Source{InstalledApps}, Asks: asksApprovals, judge: judgeApps,
	},
	{
		ID: BlockedUserApps, Holds: "Users cannot install apps that act for them", Severity: Medium, Duty: "vet_apps",
		Fix: "atlassian_user_installed_apps", Reads: []Source{UserInstalledApps}, judge: judgeUserApps,
	},
	{
		ID: DataClassified, Holds: "Data can be classified", Severity: Low, Duty: "protect_data",
		Fix: "atlassian_classification_level, which needs Guard Premium", Reads: []Source{Classification}, judge: judgeClassification,
	},
	{
		ID: DataExportRestricted, Holds: "Export of data is restricted", Severity: Medium, Duty: "protect_data",
		Fix: "atlassian_data_security_policy; its draft is published in Atlassian Administration under Security > Data security policies", Reads: []Source{DataSecurityPolicies}, judge: judgeExport,
	},
	{
		ID: SitesBackedUp, Holds: "Every site has an active backup policy and a recent backup", Severity: High, Duty: "back_up",
		Fix: "Atlassian Administration under Data management > Backup and restore; atlassian_backup_policies shows the policies", Reads: []Source{Backups}, judge: judgeBackups,
	},
}

// Controls are all controls, in the order of the report.
func Controls() []Control { return append([]Control{}, list...) }

// IDs are those of all controls, in the order of the report.
func IDs() []string {
	all := make([]string, len(list))
	for i, control := range list {
		all[i] = control.ID
	}
	return all
}

func asksIntendedPolicies(p Parameters) string {
	if len(p.IntendedPolicies) == 0 {
		return "set intended_authentication_policy_ids to the policies in which managed accounts may be"
	}
	return ""
}

func asksAttestations(p Parameters) string {
	if len(p.Attestations) == 0 {
		return "set attestations to what atlassian_authentication_policy_attestation has of your authentication policies"
	}
	return ""
}

func asksApprovals(p Parameters) string {
	if p.Approvals == nil {
		return "set approved_apps to the map that atlassian_approved_apps has as approved"
	}
	return ""
}
