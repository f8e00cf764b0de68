// SPDX-License-Identifier: MPL-2.0

package apiaccess

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/keys"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// credentialModel is what the rows of keys and tokens have in common.
type credentialModel struct {
	ID             types.String `tfsdk:"id"`
	Label          types.String `tfsdk:"label"`
	Owner          *ownerModel  `tfsdk:"owner"`
	Scopes         types.List   `tfsdk:"scopes"`
	CreatedAt      types.String `tfsdk:"created_at"`
	LastActiveAt   types.String `tfsdk:"last_active_at"`
	ExpiresAt      types.String `tfsdk:"expires_at"`
	ExpiresInDays  types.Int64  `tfsdk:"expires_in_days"`
	UsedByProvider types.String `tfsdk:"used_by_provider"`
}

// ownerModel is the person of a key or a token.
type ownerModel struct {
	AccountID types.String `tfsdk:"account_id"`
	Name      types.String `tfsdk:"name"`
	Email     types.String `tfsdk:"email"`
}

// credentialAttributes describes such a row. Thing is a key or a token, and owner says who its person is.
func credentialAttributes(thing, owner, usedByProvider string) map[string]schema.Attribute {
	text := func(description string) schema.Attribute {
		return schema.StringAttribute{MarkdownDescription: description, Computed: true}
	}
	return map[string]schema.Attribute{
		"id":    text("ID of the " + thing + ". It is not a secret."),
		"label": text("Label of the " + thing + ". Null if Atlassian returns none."),
		"owner": schema.SingleNestedAttribute{
			MarkdownDescription: owner + " Null if Atlassian does not return it.",
			Computed:            true,
			Attributes: map[string]schema.Attribute{
				"account_id": text("ID of the account. Null if Atlassian does not return it."),
				"name":       text("Name of the person. Null if Atlassian does not return it."),
				"email":      text("E-mail address of the person. Null if Atlassian does not return it."),
			},
		},
		"scopes": schema.ListAttribute{
			MarkdownDescription: "Scopes of the " + thing + ", in Atlassian's order. Null if Atlassian does not return them. If the list is null or empty, this may be a " + thing + " without scopes, which may do everything that its person may do. Atlassian's documentation leaves that open.",
			Computed:            true,
			ElementType:         types.StringType,
		},
		"created_at":       text("Time when the " + thing + " was created, in RFC 3339. Null if Atlassian does not return it."),
		"last_active_at":   text("Time when the " + thing + " was last used, in RFC 3339. Null if Atlassian shows no use."),
		"expires_at":       text("Time when the " + thing + " expires, in RFC 3339. Null if Atlassian does not return it, which does not mean that it never expires."),
		"expires_in_days":  schema.Int64Attribute{MarkdownDescription: "Whole days from `as_of` until the expiry. Negative if it has expired: -1 means less than a day ago. Null if the expiry is not known.", Computed: true},
		"used_by_provider": text(usedByProvider),
	}
}

func newCredentialModel(id, label string, person keys.Person, scopes []string, created, lastActive, expires, asOf time.Time, own keys.Own) credentialModel {
	model := credentialModel{
		ID: types.StringValue(id), Label: base.StringOrNull(label), Scopes: types.ListNull(types.StringType),
		CreatedAt: written(created), LastActiveAt: written(lastActive), ExpiresAt: written(expires), ExpiresInDays: types.Int64Null(),
		UsedByProvider: types.StringValue(usedByProvider[own]),
	}
	if person != (keys.Person{}) {
		model.Owner = &ownerModel{base.StringOrNull(person.AccountID), base.StringOrNull(person.Name), base.StringOrNull(person.Email)}
	}
	if scopes != nil {
		model.Scopes = base.StringList(scopes)
	}
	if days, known := keys.DaysUntil(expires, asOf); known {
		model.ExpiresInDays = types.Int64Value(int64(days))
	}
	return model
}

// usedByProvider are the words for whether the provider runs with something.
var usedByProvider = map[keys.Own]string{keys.OwnNo: "no", keys.OwnMaybe: "maybe", keys.OwnYes: "yes"}

func written(at time.Time) types.String {
	if at.IsZero() {
		return types.StringNull()
	}
	return types.StringValue(at.UTC().Format(time.RFC3339))
}
