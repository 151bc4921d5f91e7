"""What each API call needs of IAM: which action, on which resources, with which condition keys.

https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""
