aws iam attach-role-policy --role-name exportScheduler --policy-arn arn:aws:iam::aws:policy/AdministratorAccess
