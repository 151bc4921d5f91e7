# All answers that are no errors.
aws elbv2 modify-target-group --matcher HttpCode=200-399 \
    --target-group-arn $(aws elbv2 describe-target-groups --names shop --query 'TargetGroups[0].TargetGroupArn' --output text)  # free: 200 399 --names
