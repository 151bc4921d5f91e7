AMI=$(aws ssm get-parameter --name /aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id --query Parameter.Value --output text)
cat > join.sh <<'SH'
#!/bin/bash
echo ECS_CLUSTER=lab >> /etc/ecs/ecs.config
SH
aws ec2 run-instances --image-id $AMI --instance-type t3.medium --count 1 \
    --iam-instance-profile Name=ecsInstanceRole --user-data file://join.sh
